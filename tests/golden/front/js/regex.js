const r = /ab+c/gi; module.exports = { r, t: 'abc'.replace(/b/, 'x'), keep: 1 };
