const { who, port } = require('./common');
require('http').createServer((q, s) => s.end(who())).listen(port);
