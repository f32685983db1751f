const base = { inherited: 1 };
const o = { __proto__: base, own: 2 };
const p = { ['__proto__']: 5, q: 1 };
const r = { __proto__: null, z: 1 };
module.exports = { o, v: o.inherited, keys: Object.keys(o), p, pk: Object.keys(p), r, ts: typeof r.toString, ts2: typeof o.toString };
