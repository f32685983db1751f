const p = new URLSearchParams('a=1');
if (process.env.EXTRA) p.append('b', 2);
module.exports = [p.toString(), p.get('b'), [...p].length];
