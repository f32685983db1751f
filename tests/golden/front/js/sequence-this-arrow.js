const f = function () { return (() => this.k)(); }; const o = { k: 4, f }; module.exports = { v: o.f(), w: (0, o.f).name === 'f' ? 1 : 1 };
