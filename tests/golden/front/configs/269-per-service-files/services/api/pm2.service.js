module.exports = (env) => ({ script: 'server.js', instances: env === 'production' ? 4 : 1 });
