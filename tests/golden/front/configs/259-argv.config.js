const i = process.argv.indexOf('--env');
const env = i > -1 ? process.argv[i + 1] : process.env.NODE_ENV || 'development';
const dry = process.argv.includes('--dry-run');
module.exports = { apps: [{ name: 'argv', script: 'a.js', args: dry ? '--dry' : '', env: { NODE_ENV: env } }] };
