module.exports = JSON.stringify({ a: process.env.EXTRA, b: 1 }, (k, v) => (v === undefined ? 'u' : v));
