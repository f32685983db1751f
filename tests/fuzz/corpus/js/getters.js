module.exports = { a: 1, b: { get x() { return 5; }, y: 2 } };
