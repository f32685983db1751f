const { NODE_ENV = 'development', PORT = 3000, HOST: host = '0.0.0.0', ...rest } = process.env;

module.exports = {
  apps: [{
    name: `svc-${NODE_ENV}`,
    script: 'svc.js',
    env: { NODE_ENV, PORT, HOST: host, HAS_PATH: 'PATH' in rest },
  }],
};
