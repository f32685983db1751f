const log = []; const nums = [10, 9, 1, 2, 33, 4].sort((a, b) => { log.push([a, b]); return a - b; });
const odd = [5, 1, 4, 2, 3, 9, 7].sort((a, b) => a > b); const bad = [3, 1, 2, 5, 4, 7, 6].sort((a, b) => a > b ? 1 : 0); const neg = [3, 1, 2, 5, 4, 7, 6].sort(() => -1);
const apps = [{ n: 'b', p: 2 }, { n: 'a', p: 2 }, { n: 'c', p: 1 }].sort((x, y) => x.p - y.p).map((a) => a.n);
module.exports = { nums, log, odd, bad, neg, apps, text: [10, 9, 1, undefined, 'b', null, true].sort(), holes: [3, , 1].sort().length, desc: ['a', 'c', 'b'].sort((a, b) => (a < b ? 1 : -1)), nan: [2, 1, 3].sort(() => NaN), many: Array.from({ length: 100 }, (_, i) => (i * 37) % 101).sort((a, b) => a - b) };
