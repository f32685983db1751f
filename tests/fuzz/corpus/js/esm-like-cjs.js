Object.assign(module.exports, { apps: [{ name: 'a' }] }); module.exports.apps[0].script = 'x.js'; module.exports['deploy'] = {};
