const memo = (fn, cache = new Map()) => (k) => cache.has(k) ? cache.get(k) : (cache.set(k, fn(k)), cache.get(k));
let calls = 0;
const port = memo((name) => { calls++; return 3000 + name.length; });
module.exports = { apps: ['aa', 'b', 'aa'].map((n) => ({ name: n, script: 'x.js', env: { PORT: port(n) } })), calls };
