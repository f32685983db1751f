// Loads only where the scope is CommonJS: rename to .cjs
const path = require('path');
module.exports = {
  apps: [{ name: 'wrong-scope', script: path.join('dist', 'index.js'), env: { PORT: process.env.PORT || 1234 } }],
};
