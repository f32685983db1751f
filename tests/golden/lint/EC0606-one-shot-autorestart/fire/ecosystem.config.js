module.exports = {
  apps: [{ name: 'seed', script: 'scripts/seed-users.js' }],
};
