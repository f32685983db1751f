// In a literal that begins with a spread V8 stores only the last of two members of one name.
const s = { q: 0 }, k = 'x', log = [];
const f = (x) => (log.push(x), x);
const keys = (o) => Object.keys(o).join();
var a;
module.exports = {
  apps: [{ ...s, name: 'first', script: 'a.js', name: 'second' }],
  orders: [
    keys({ a: 1, b: 2, a: 3 }), keys({ ...s, a: 1, b: 2, a: 3 }), keys({ a: 1, ...s, b: 2, a: 3 }), keys({ ...s, a: 1, b: 2, ['a']: 3 }),
    keys({ ...s, a: 1, b: 2, ...{ a: 4 } }), keys({ [k]: 0, b: 1, c: 2, b: 3 }), keys({ ...s, a: 1, b: 2, a() {} }), keys({ ...{ a: 9 }, a: 1, b: 2, a: 3 }),
    keys({ ...s, __proto__: null, a: 1, b: 1, a: 2 }), keys({ ...s, a, b: 2, a: 3 }), keys({ ...s, a: 1, ...{ z: 1, a: 3, y: 1 }, a: 2 }), keys({ ...s, ...s, a: 1, b: 1, a: 2 }),
    keys({ ...s, a: f(1), b: f(2), a: f(3) }), log.join(),
  ],
};
