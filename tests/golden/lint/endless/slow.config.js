const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
module.exports = { apps: [{ script: 'a.js', instances: fib(60) }] };
