require('http').createServer((q, s) => s.end(process.env.NODE_APP_INSTANCE)).listen(+process.env.PORT);
