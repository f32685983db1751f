const o = Object.freeze({ a: 1 });
const p = {};
Object.defineProperty(p, 'x', { value: 1 });
module.exports = [delete o.a, delete o.b, o, delete p.x, p.x, delete process.env.PORT, process.env.PORT];
