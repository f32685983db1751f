const isProd = process.env.NODE_ENV === 'production'

module.exports = {
  apps: [{
    name: 'api',
    script: isProd ? 'dist/index.js' : 'src/index.ts',
    interpreter: isProd ? 'node' : './node_modules/.bin/ts-node',
    instances: isProd ? 'max' : 1,
    exec_mode: isProd ? 'cluster' : 'fork',
    watch: !isProd,
    max_memory_restart: isProd ? '1G' : undefined,
  }],
}
