const m = new Map([['api', 3000], ['web', 3001]]); m.set('job', 3002).set('api', 4000); m.delete('web');
const seen = []; m.forEach((v, k) => seen.push(`${k}=${v}`));
module.exports = { size: m.size, get: m.get('api'), none: m.get('x'), has: [m.has('job'), m.has('web')], keys: [...m.keys()], values: Array.from(m.values()), entries: [...m], seen,
  apps: [...m.entries()].map(([name, port]) => ({ name, script: `${name}.js`, env: { PORT: String(port) } })), plain: Object.fromEntries(m), json: JSON.stringify({ m, s: new Set([1]) }), spread: { ...m }, keysOf: Object.keys(m), nan: new Map([[NaN, 1], [0, 2]]).get(NaN), zero: new Map([[0, 2]]).get(-0), m };
