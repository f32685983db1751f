const s = new Set(['a', 'b', 'a']); s.add('c').add('a'); const t = new Set('hello');
const out = []; for (const x of s) { out.push(x); if (x === 'a') s.add('z'); }
module.exports = { list: [...s], size: s.size, has: s.has('z'), t: [...t].join(''), out, uniq: [...new Set([3, 1, 3, 2])].sort(), del: [s.delete('a'), s.delete('a'), s.size], e: [...s.entries()][0], from: Array.from(new Set([1, 2]), (n) => n * 2), first: [...s][0], empty: new Set().size, nul: new Set(null).size };
