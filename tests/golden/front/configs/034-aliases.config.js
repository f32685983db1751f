module.exports = {
  apps: [{
    name: 'aliases',
    exec: 'legacy.coffee',
    exec_interpreter: 'coffee',
    interpreterArgs: '--nodejs --harmony',
    maxMemoryRestart: '1G',
    maxRestarts: 3,
    output: 'out.log',
    error: 'err.log',
    err_file: 'err2.log',
    watchOptions: { followSymlinks: false, usePolling: true, interval: 300 },
    envProduction: {},
    disable_source_map_support: true,
    append_env_to_name: true
  }]
};
