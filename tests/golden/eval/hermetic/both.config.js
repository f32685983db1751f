const name = process.env.APP;
module.exports = { apps: [{ name, script: 'api.js', env: { APP: name, NESTED: { X: process.env.X } } }] };
