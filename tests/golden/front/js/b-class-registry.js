const apps = [];
class Registry { add(n) { apps.push({ name: n }); return this; } } new Registry().add('a').add('b');
module.exports = { apps };
