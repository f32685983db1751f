const u = new URL('http://a/');
if (process.env.EXTRA) u.port = '99';
module.exports = [u.port, u.href];
