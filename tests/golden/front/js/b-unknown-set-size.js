const s = new Set([1]), m = new Map([['a', 1]]);
if (process.env.EXTRA === 'yes') {
  s.add(2);
  m.set('b', 2);
}
module.exports = [s.size, [...s], m.size, [...m.keys()]];
