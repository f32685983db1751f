exports.apps = [{ name: 'a' }]; exports.deploy = { x: 1 }; module.exports.extra = true; exports['k' + 1] = 2;
