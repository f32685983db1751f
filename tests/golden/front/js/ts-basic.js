const path = require('node:path');
const isProd = process.env.NODE_ENV === 'production';
const mode = isProd ? 'cluster' : 'fork';
function app(name, port = 3000, ...rest) {
  return { name, script: path.join('dist', `${name}.js`), exec_mode: mode, args: rest, env: { PORT: String(port), HOST: process.env.HOST, DB: process.env.DB ?? 'none' } };
}
const ports = { api: 1, web: 2 };
const list = Object.keys(ports).map((k) => app(k, ports[k], 'x'));
const pick = ({ a, b = 2 }, [c] = [3]) => a + b + c;
let late; late = 'set';
const m = new Map([['k', 1]]); const t = 5;
try { throw new Error('x'); } catch (e) { late += e.message; }
module.exports = { apps: list, sum: pick({ a: 1 }), late, k: m.get('k'), t };
