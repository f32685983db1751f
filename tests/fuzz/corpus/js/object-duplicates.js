module.exports = { a: 1, b: 2, a: 3, env: { X: 1 }, env: { Y: 2 } };
