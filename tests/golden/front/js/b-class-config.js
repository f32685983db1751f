class Config { static defaults = { instances: 1 }; constructor(o) { Object.assign(this, Config.defaults, o); } }
module.exports = { apps: [new Config({ name: 'x' }), new Config({ name: 'y', instances: 2 })] };
