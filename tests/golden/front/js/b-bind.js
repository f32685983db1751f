const add = (a, b, c) => [a, b, c];
const o = { v: 1, f() { return this.v; }, g(x) { return [this.v, x]; } };
module.exports = {
  first: add.bind(null, 1)(2, 3),
  self: o.f.bind({ v: 7 })(),
  twice: o.g.bind({ v: 1 }).bind({ v: 2 }, process.env.PORT)(),
  map: ['a', 'b'].map(add.bind(null, 'x')),
};
