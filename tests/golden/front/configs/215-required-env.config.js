function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`Missing environment variable ${name}`);
  return value;
}

module.exports = {
  apps: [{ name: 'strict', script: 'index.js', env: { DATABASE_URL: required('DATABASE_URL'), PORT: process.env.PORT || 3000 } }],
};
