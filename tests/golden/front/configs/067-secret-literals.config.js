module.exports = {
  apps: [{
    name: 'payments',
    script: 'index.js',
    env_production: {
      NODE_ENV: 'production',
      STRIPE_KEY: 'sk_test_placeholder',
      JWT_SECRET: 'please-change',
      MONGODB_URI: 'mongodb://user:pass@localhost:27017/payments?authSource=admin',
      PUBLIC_URL: 'https://pay.example.com/?a=1&b=2#frag',
    },
  }],
};
