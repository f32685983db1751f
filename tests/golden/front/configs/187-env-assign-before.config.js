process.env.NODE_ENV = process.env.NODE_ENV || 'production';
process.env.BUILD_ID = 42;
delete process.env.DEBUG;

module.exports = {
  apps: [{
    name: 'mutates-env',
    script: 'index.js',
    env: { NODE_ENV: process.env.NODE_ENV, BUILD: process.env.BUILD_ID, TYPE: typeof process.env.BUILD_ID, DEBUG: process.env.DEBUG }
  }]
};
