let apps, name;
({ apps, name = 'fallback' } = { apps: [{ script: 'a.js' }] });
[apps[0].name, apps[0].namespace] = [name, 'ns'];
[apps[0].a, apps[0].b] = [apps[0].name, apps[0].a];

module.exports = { apps };
