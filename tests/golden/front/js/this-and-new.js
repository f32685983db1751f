const o = { n: 1, inc() { this.n++; return this; }, get2: function () { return [1].map((x) => x + this.n); } };
module.exports = { n: o.inc().inc().n, g: o.get2() };
