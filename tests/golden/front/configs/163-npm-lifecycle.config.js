module.exports = {
  apps: [{
    name: process.env.npm_package_name || 'fallback-name',
    script: process.env.npm_package_main || 'index.js',
    env: {
      VERSION: process.env.npm_package_version || '0.0.0',
      NODE: process.env.npm_config_node_version || 'system'
    }
  }]
};
