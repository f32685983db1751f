const o = { f() { return this.x; }, g: function () { return 2; }, h: () => 3, x: 1 };
module.exports = { o, a: o.f(), b: o.g(), c: o.h(), d: o['f']() };
