require('http').createServer((req, res) => res.end()).listen(process.env.PORT);
