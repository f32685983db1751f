module.exports = { apps: [{ script: 'api.js', args: process.env.ARGS.split(' ') }] };
