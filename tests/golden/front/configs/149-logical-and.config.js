const debug = process.env.DEBUG && process.env.DEBUG !== '0';

module.exports = {
  apps: [{
    name: 'inspectable',
    script: 'app.js',
    node_args: debug && '--inspect=0.0.0.0:9229',
    watch: !!debug,
    env: { DEBUG: process.env.DEBUG && 'app:*', VERBOSE: (debug && 'yes') || 'no' }
  }]
}
