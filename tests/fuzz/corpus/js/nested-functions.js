const pipeline = (...fs) => (x) => fs.reduce((v, f) => f(v), x); const inc = (n) => n + 1, dbl = (n) => n * 2;
const curry = (a) => (b) => (c) => [a, b, c]; const memo = {}; const fib = (n) => (n < 2 ? n : (memo[n] ??= fib(n - 1) + fib(n - 2)));
module.exports = { p: pipeline(inc, dbl, String)(4), c: curry(1)(2)(3), f: fib(30), k: Object.keys(memo).length };
