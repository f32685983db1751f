const prod = process.env.NODE_ENV === 'production';
module.exports = prod
  ? { apps: [{ name: 'a', script: 'a.js', wait_redy: true }] }
  : { apps: [{ name: 'a', script: 'a.js' }, process.env.DEBUG ? { name: 'd', script: 'd.js', wacth: true } : null] };
