module.exports = {
  apps: [{
    name: 'web',
    script: './server.js',
    env: {
      NODE_ENV: process.env.NODE_ENV || 'development',
      PORT: process.env.PORT || 3000,
    },
  }],
};
