function f(a) { arguments[0] = 5; return a; }
module.exports = f(1);
