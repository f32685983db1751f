const name = 'shorthand', script = 'index.js', instances = 2
const env = { PORT: 3000 }, env_production = { PORT: 80 }
module.exports = { apps: [{ name, script, instances, env, env_production }] }
