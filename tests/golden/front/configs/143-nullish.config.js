module.exports = {
  apps: [{
    name: process.env.APP_NAME ?? 'unnamed',
    script: 'index.js',
    env: {
      PORT: process.env.PORT ?? '8080',
      HOST: process.env.HOST ?? process.env.HOSTNAME_OVERRIDE ?? '127.0.0.1',
      API_URL: process.env.API_URL ?? `http://localhost:${process.env.API_PORT ?? 4000}`,
    },
  }],
};
