const u = undefined, z = 0, e = '';
module.exports = { a: [z || 'x', z ?? 'x', u ?? 'y', e || 'z', e ?? 'z', 1 && 2, 0 && 2, !0, !!1, (1, 2), u || null || 'last', null ?? undefined ?? 0, true ? 1 : 2, '' ? 1 : 2, typeof u, typeof null, typeof 1, typeof 'x', typeof {}, typeof [], typeof (() => 1), typeof undeclared, void 1] };
