const o = { _v: 1, get v() { return this._v; }, set v(x) { this._v = x * 2; }, set only(x) { this.got = x; } }; o.v = 5; o.only = 3;
module.exports = [o, o.v, o.only === undefined, Object.assign({ set a(x) { this.z = x; } }, { a: 9 })];
