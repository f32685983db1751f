let hits = 0; exports.name = 'shared'; exports.count = 0; exports.touch = function () { exports.count = ++hits; return hits; }; exports.dir = require('path').basename(__dirname);
