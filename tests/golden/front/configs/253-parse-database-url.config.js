const url = process.env.DATABASE_URL || 'postgres://user:secret@localhost:5433/dev_db';
const [, protocol, auth, host, port, db] = /^(\w+):\/\/(?:([^@]+)@)?([^:/]+)(?::(\d+))?\/(\w+)/.exec(url) || [];

module.exports = {
  apps: [{ name: 'pg', script: 'pg.js', env: { PROTOCOL: protocol, AUTH: auth ? 'yes' : 'no', HOST: host, PORT: Number(port || 5432), DB: db } }],
};
