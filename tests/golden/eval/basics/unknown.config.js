module.exports = { apps: [{ script: 'a.js', instances: require('child_process').execSync('nproc') }] };
