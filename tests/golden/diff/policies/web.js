require('http').createServer((q, r) => r.end()).listen(process.env.PORT || 3000);
