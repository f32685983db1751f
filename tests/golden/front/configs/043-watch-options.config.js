module.exports = {
  apps: [{
    name: 'dev',
    script: 'src/index.js',
    watch: true,
    ignore_watch: ['node_modules', '\\.git', '*.log', 'public/uploads/**', /* regexp kept as text */ '[\\/\\\\]\\./'],
    watch_options: {
      followSymlinks: false,
      usePolling: true,
      interval: 1000,
      binaryInterval: 3000,
      awaitWriteFinish: { stabilityThreshold: 2000, pollInterval: 100 },
    },
  }],
}
