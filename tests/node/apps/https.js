const { who, port } = require('./common');
const read = (name) => require('fs').readFileSync(name);
require('https').createServer({ key: read('key.pem'), cert: read('cert.pem') }, (q, s) => s.end(who())).listen(port);
