const names = ['PORT', 'HOST', 'NOT_SET_ANYWHERE']; const out = {}; for (const n of names) out[n] = process.env[n] || 'none';
module.exports = { out, a: names.map((n) => process.env[n]).filter((x) => x !== undefined) };
