module.exports = {
  apps: [
    {
      name: 'billing',
      script: 'main.js',
      exec_mode: 'cluster',
      instances: 4,
      instance_var: 'INSTANCE_ID',
    },
  ],
};
