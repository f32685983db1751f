module.exports = {
  apps: [{
    name: 'syntax'
    script: 'x.js'
  }]
};
