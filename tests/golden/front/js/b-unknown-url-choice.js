const u = new URL(process.env.EXTRA ? 'http://a:1/x' : 'https://b/y');
module.exports = [u.port, u.protocol, u.href, String(u)];
