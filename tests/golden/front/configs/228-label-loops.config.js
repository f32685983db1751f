const wanted = ['b', 'd'];
const groups = [['a', 'b'], ['c', 'd'], ['e']];
const apps = [];
outer: for (const group of groups) {
  for (const name of group) {
    if (!wanted.includes(name)) continue;
    if (name === 'd') break outer;
    apps.push({ name, script: name + '.js' });
    continue outer;
  }
}
module.exports = { apps };
