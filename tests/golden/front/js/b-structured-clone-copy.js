const x = { a: { b: 1 } };
const y = structuredClone(x); y.a.b = 2;
module.exports = [x, y];
