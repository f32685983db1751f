const re = /(\w)=(\d+)/g; const out = []; let m; while ((m = re.exec('a=1, b=22; c=333')) !== null) out.push([m[1], +m[2], m.index, re.lastIndex]);
const all = [...'x1y2'.matchAll(/([a-z])(\d)/g)].map((k) => [k[0], k[1], k.index]); const st = /a/y; st.lastIndex = 1; const names = []; for (const { groups: { k, v } } of 'p:1;q:2'.matchAll(/(?<k>\w):(?<v>\d)/g)) names.push(k + v);
module.exports = { out, last: re.lastIndex, all, sticky: [st.test('ba'), st.lastIndex, st.test('ba'), st.lastIndex], names, keys: Object.keys('ab'.match(/b/)) };
