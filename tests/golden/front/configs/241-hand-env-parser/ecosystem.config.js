const fs = require('fs');
const path = require('path');

function loadEnv(file) {
  const env = {};
  const full = path.join(__dirname, file);
  if (!fs.existsSync(full)) return env;
  const lines = fs.readFileSync(full, 'utf8').split('\n');
  for (const line of lines) {
    const trimmed = line.trim();
    if (!trimmed || trimmed.startsWith('#')) continue;
    const eq = trimmed.indexOf('=');
    if (eq === -1) continue;
    const key = trimmed.slice(0, eq).replace(/^export\s+/, '').trim();
    let value = trimmed.slice(eq + 1).trim();
    if ((value.startsWith('"') && value.endsWith('"')) || (value.startsWith("'") && value.endsWith("'"))) {
      value = value.slice(1, -1);
    }
    env[key] = value;
  }
  return env;
}

module.exports = {
  apps: [{ name: 'api', script: 'api.js', env: { NODE_ENV: 'production', ...loadEnv('.env'), ...loadEnv('.env.missing') } }],
};
