module.exports = {
  apps: [{ name: 'typo', script: 'x.js', instances: isProduction ? 4 : 1 }],
};
