var name = 'outer';
const apps = [];
{
  let name = 'block';
  apps.push({ name, script: 'a.js' });
  {
    const name = 'inner';
    apps.push({ name, script: 'b.js' });
  }
}
(function (name) { apps.push({ name, script: 'c.js' }); name = 'lost'; })(name);
for (var name2 of ['x']) ;
apps.push({ name: name + name2, script: 'd.js' });
module.exports = { apps };
