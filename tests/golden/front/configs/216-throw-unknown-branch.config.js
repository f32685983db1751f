const target = process.env.APP_ENV || 'local';
const urls = { local: 'http://localhost', staging: 'https://stg.example', prod: 'https://example' };

if (!(target in urls)) {
  throw new Error('unknown APP_ENV: ' + target);
}

module.exports = { apps: [{ name: 'front-' + target, script: 'x.js', env: { URL: urls[target] } }] };
