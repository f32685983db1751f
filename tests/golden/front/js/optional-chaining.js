const o = { a: { b: null, f() { return 7; } } }, n = null;
module.exports = { a: [o?.a?.b?.c.d.e, n?.x.y.z, o.a?.f(), o.a.g?.(), n?.[1 / 0], o?.['a'].b, (n?.x), o.a.b?.c ?? 'def', n?.f(o.nope.nope)] };
