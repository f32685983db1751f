function app(name, port = 3000, ...more) { return { name, port, more, n: more.length }; }
const twice = (x) => x * 2; const make = (n) => { const k = n + 1; return () => k; };
const fact = function f(n) { return n <= 1 ? 1 : n * f(n - 1); };
module.exports = { apps: [app('a'), app('b', 1, 2, 3), hoisted()], t: twice(4), m: make(1)(), fact: fact(5), iife: (() => 'iife')(), noret: (() => {})(), fn: twice };
function hoisted() { return 'hoisted'; }
