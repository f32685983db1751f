module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    env: {
      NODE_ENV: 'production',
      JWT_SECRET: process.env.JWT_SECRET,
      JWT_EXPIRES_IN: '7d',
      PASSWORD_MIN_LENGTH: 8,
      SALT_ROUNDS: '10',
      BCRYPT_SALT: 10,
      TOKEN_URL: 'https://auth.example.com/token',
      SECRET_FILE: '/run/secrets/jwt',
      API_KEY: '<your api key>',
      SESSION_SECRET: 'changeme',
      STRIPE_PUBLISHABLE_KEY: 'pk_live_0123456789abcdef',
      CACHE_KEY: 'users',
      REDIS_URL: 'redis://localhost:6379',
    },
  }],
};
