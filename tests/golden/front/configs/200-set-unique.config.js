const origins = (process.env.HOSTS || 'a.test,b.test,a.test').split(',').map((s) => s.trim());
const unique = [...new Set(origins)].filter((s) => s !== '');

module.exports = { apps: [{ name: 'cors', script: 'x.js', env: { CORS: unique.join(','), N: new Set(origins).size, HAS: new Set(unique).has('a.test') } }] };
