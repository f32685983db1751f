var a = (1, 2), b = 1, c; b += 2, c = b; block: { c = 10; break block; }
var d = b++ + ++b, e = b--; var x = y = 5; module.exports = { a, b, c, d, e, x, y };
