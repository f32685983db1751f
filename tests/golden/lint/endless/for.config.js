const apps = [];
for (let i = 0; i >= 0; i++) apps.push({ name: 'a' + i, script: 'a.js' });
module.exports = { apps };
