module.exports = {
  apps: [{
    name: 'vite',
    script: 'node_modules/vite/bin/vite.js',
    args: 'preview --host 0.0.0.0 --port 4173 --strictPort',
    node_args: [],
    env: {},
    ignore_watch: [],
    watch: [],
  }],
}
