const u = new URL('http://localhost:3000');
module.exports = [u.hostname, u.port, u.pathname, String(u), `${u}`, u.toString(), u, JSON.stringify({ u }), 'x' + u];
