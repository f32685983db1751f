let n = 0; const base = { port: 3000, get url() { return `http://localhost:${this.port}`; }, get twice() { return this.port * 2; } };
const copy = { ...base, port: 1 }; base.port = 4000; base.url = 'ignored'; const derived = Object.assign({}, base);
module.exports = { a: 1, b: { get x() { return 5; }, y: 2 }, base, copy, derived, keys: Object.keys(base), values: Object.values(base), json: JSON.stringify(base), has: 'url' in base, u: base.url, m: JSON.stringify([new Map([[1, 2]]), new Set()]), d: (({ url, ...rest }) => [url, rest])(base) };
