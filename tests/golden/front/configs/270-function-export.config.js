module.exports = () => ({ apps: [{ name: 'never-called', script: 'x.js' }] });
