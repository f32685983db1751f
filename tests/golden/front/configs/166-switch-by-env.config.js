let api;
switch (process.env.NODE_ENV) {
  case 'production':
    api = 'https://api.example.com';
    break;
  case 'staging':
  case 'preview':
    api = 'https://staging.example.com';
    break;
  default:
    api = 'http://localhost:8080';
}

module.exports = { apps: [{ name: 'front', script: 'serve.js', env: { API: api } }] };
