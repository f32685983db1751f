const o = {}; module.exports = { a: o.b.c };
