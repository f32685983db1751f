const PORTS = new Map(Object.entries({ gateway: 30000, users: 30001, billing: 30005 })); const used = new Set(); const apps = [];
for (const [name, port] of PORTS) { if (used.has(port)) throw new Error('port used twice'); used.add(port); apps.push({ name, script: 'main.js', env: { PORT: port, PEERS: [...PORTS].filter(([n]) => n !== name).map(([n, p]) => `${n}:${p}`).join(',') } }); }
module.exports = { apps, total: used.size, max: Math.max(...PORTS.values()) };
