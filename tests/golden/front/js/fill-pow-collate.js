const names = ['b', 'A', 'a', 'B', 'a-b', 'a_b', 'ab', 'a1', 'a10', 'a2', '_x', 'a b', 'aB', 'Ab', 'AB', 'zoo', 'Zoo', ''];
module.exports = {
  apps: Array(3).fill().map((_, i) => ({ name: `w${i}`, script: 'x.js' })),
  fills: [[1, 2, 3].fill(0, 1), [1, 2, 3].fill(9, -1), [1, 2, 3].fill(7, 0, 2), Array(2).fill(0), [1, 2].fill()],
  pows: [Math.pow(2, 10), Math.pow(2, -1), Math.pow(0, 0), Math.pow(NaN, 0), Math.pow('3', 2), 2 ** 0.5 > 1],
  sorted: names.slice().sort((a, b) => a.localeCompare(b)),
  pairs: ['a'.localeCompare('b'), 'b'.localeCompare('a'), 'a'.localeCompare('a'), 'a'.localeCompare('A'), 'é'.localeCompare('é')],
  normal: ['abc'.normalize('NFD'), 'é'.normalize(), 'x'.normalize('NFKC')],
  env: (() => { const seen = []; for (const k in process.env) if (/^(X|PORT|NODE_ENV)$/.test(k)) seen.push(k); return seen.sort(); })(),
};
