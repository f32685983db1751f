const a = []; const n = a.push('x', 'y'); a.unshift('w'); const p = a.pop(); const s = a.shift();
const b = [1, 2, 3]; b.length = 1; const c = []; c[2] = 'z'; const d = ['b', 'a', 'C']; d.sort();
module.exports = { a, n, p, s, b, c, d, e: Array.from({ length: 3 }, (_, i) => i * 2), f: Array(3).fill(0), g: Array.isArray(a), h: Array.isArray({}), i: Array.of(7), j: Array.from('ab'), k: new Array(2) };
