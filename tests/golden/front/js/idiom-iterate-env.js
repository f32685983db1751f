const picked = {}; for (const key of ['NODE_ENV', 'PORT', 'HOST', 'NOT_SET']) { const v = process.env[key]; if (v) picked[key] = v; else if (v === '') picked[key] = '(empty)'; } const { PORT: p = 'none', ...others } = picked;
module.exports = { apps: [{ name: 'x', script: 'x.js', env: picked }], p, others, n: Object.keys(picked).length };
