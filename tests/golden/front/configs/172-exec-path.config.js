module.exports = {
  apps: [{
    name: 'same-node',
    script: 'index.js',
    interpreter: process.execPath,
    node_args: process.version.startsWith('v') ? ['--trace-warnings'] : [],
    env: { MAJOR: typeof parseInt(process.versions.node, 10) }
  }]
};
