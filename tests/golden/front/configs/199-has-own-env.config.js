const dev = !('NODE_ENV' in process.env) || process.env.NODE_ENV === 'development';
const has = Object.prototype.hasOwnProperty.call(process.env, 'PORT');
module.exports = { apps: [{ name: dev ? 'dev' : 'built', script: 'x.js', watch: dev, env: { HAS_PORT: has, OWN: process.env.hasOwnProperty('INSTANCES'), EMPTY_PORT: process.env.PORT === '' } }] };
