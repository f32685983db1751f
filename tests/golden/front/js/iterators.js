const it = ['a', 'b', 'c'].entries(); const first = it.next(); const rest = [...it]; const [x, , z = 'd', ...more] = new Set([1, 2, 3, 4, 5]);
const apps = []; for (const [i, name] of ['api', 'web'].entries()) apps.push({ name, script: name + '.js', env: { PORT: 3000 + i } });
const k = []; for (const i of ['p', 'q'].keys()) k.push(i); const m = new Map([['k', 'v']]); const vals = m.values(); const [only] = vals; const after = vals.next();
module.exports = { apps, first, rest, done: it.next(), x, z, more, k, only, after, max: Math.max(...new Set([3, 9])), str: [...'añ😀'].length };
