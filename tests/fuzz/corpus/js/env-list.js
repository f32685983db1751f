const hosts = (process.env.HOSTS || 'a,b').split(',').map((h) => h.trim()).filter(Boolean);
module.exports = { hosts, n: hosts.length, opt: process.env.HOSTS?.split(',') || [], first: hosts[0].toUpperCase() };
