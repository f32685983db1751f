module.exports = { apps: [{ script: 'api.js', cwd: require('os').homedir(), out_file: require('os').tmpdir() }] };
