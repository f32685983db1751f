const { count } = require('./load');
module.exports = {
  apps: [{ name: 'api', script: 'api.js', instances: require('os').freemem() }],
};
