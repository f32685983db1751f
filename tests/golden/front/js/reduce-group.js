const rows = [['a', 1], ['b', 2], ['a', 3]];
module.exports = rows.reduce((m, [k, v]) => { (m[k] = m[k] || []).push(v); return m; }, {});
