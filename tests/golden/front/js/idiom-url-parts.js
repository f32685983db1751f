const db = process.env.DATABASE_URL || 'postgres://user:pw@db.local:5432/app?ssl=1'; const m = db.match(/^(\w+):\/\/([^:]+):([^@]+)@([^:/]+)(?::(\d+))?\/([^?]+)(?:\?(.*))?$/);
const q = Object.fromEntries((m[7] || '').split('&').filter(Boolean).map((p) => p.split('=')));
module.exports = { apps: [{ name: 'x', script: 'x.js', env: { DB_KIND: m[1], DB_HOST: m[4], DB_PORT: m[5] || '5432', DB_NAME: m[6], SSL: q.ssl } }] };
