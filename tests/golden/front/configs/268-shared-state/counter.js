let n = 0;
module.exports = { next: () => ++n, get value() { return n; } };
