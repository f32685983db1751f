const known = { apps: [{ name: 'a', script: 'a.js', started: typeof Date.now() }] }; module.exports = known;
