const u = new URL('http://user:pw@example.com:8080/a/b?x=1&y=2#h');
module.exports = [u.hostname, u.port, u.pathname, u.search, u.hash, u.protocol, u.host, u.origin, u.href, u.username, u.password];
