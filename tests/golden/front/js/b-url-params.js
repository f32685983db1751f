const p = new URLSearchParams({ a: 1, b: 'x y&é' }); p.append('a', 2); p.set('b', 'q'); p.delete('zz');
module.exports = [p.toString(), p.get('a'), p, [...p.keys()], String(p), `${p}`];
