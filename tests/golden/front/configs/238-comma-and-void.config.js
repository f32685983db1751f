var i = 0, names = [];
for (var a = 'start', b; i < 3; b = a, a += i, i++, names.push(a)) ;
module.exports = { apps: names.map(function (n) { return { name: n, script: (0, void 0, 'x.js') } }), last: b };
