const f = (n) => process.env.X ? (n ? f(n-1) : 0) : 1; module.exports = { a: f(390) };
