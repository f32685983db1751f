const path = require('path'); module.exports = ['/a/b/c.tar.gz', 'x.js', '/x', '/', '', 'a/', '.env', '/home/u/.bashrc', '..', 'a.', './a/b', 'dir.d/file', '/a/b/'].map((p) => path.parse(p));
