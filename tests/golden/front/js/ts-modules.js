const apps = [{ name: 'base', script: 'base.js' }]; module.exports = { apps, config: { n: 1, dir: true } };
