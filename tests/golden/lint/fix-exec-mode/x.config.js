module.exports = {
  apps: [{
    name: 'a', script: 'a.js',
    instances: 4,
  }, { script: 'a.js', name: 'b', instances: 2 }],
};
