const env = process.env.APP_ENV || 'dev';
module.exports = {
  apps: [{
    name: `svc${env === 'prod' ? '' : `-${env}${process.env.CI ? `-ci${process.env.CI}` : ''}`}`,
    script: `x.js`,
    args: `${[1, 2, 3].map((n) => `${n}${n % 2 ? 'a' : 'b'}`)} ${{}} ${null} ${undefined} ${[]}`,
  }],
};
