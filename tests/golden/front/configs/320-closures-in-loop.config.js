var fns = [], lets = [];
for (var i = 0; i < 3; i++) fns.push(function () { return 'var' + i; });
for (let j = 0; j < 3; j++) lets.push(() => 'let' + j);
module.exports = { apps: fns.concat(lets).map((f) => ({ name: f(), script: 'x.js' })) };
