module.exports = { apps: [{ script: 'api.js', args: Object.keys(process.env), env: { ...process.env } }] };
