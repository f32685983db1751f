const bool = (v, fallback = false) => (v === undefined || v === '' ? fallback : /^(1|true|yes|on)$/i.test(v));
const int = (v, d) => { const n = Number.parseInt(v ?? '', 10); return Number.isNaN(n) ? d : n; };

module.exports = {
  apps: [{
    name: 'parsers',
    script: 'index.js',
    watch: bool(process.env.WATCH),
    autorestart: bool(process.env.AUTORESTART, true),
    instances: int(process.env.INSTANCES, 1),
    env: { DEBUG: String(bool(process.env.DEBUG)), PORT: int(process.env.PORT, 3000), CI: bool(process.env.CI) },
  }],
};
