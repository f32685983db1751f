const base = { a: 1, f() { return this.b; } };
const o = Object.create(base); o.b = 2;
const n = Object.create(null); n.x = 1;
module.exports = [o, o.a, o.f(), n, Object.keys(o), 'a' in o, Object.getPrototypeOf(o) === base, Object.create(base, { q: { value: 1, enumerable: true } })];
