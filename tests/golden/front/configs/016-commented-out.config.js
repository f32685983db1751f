module.exports = {
  apps: [
    {
      name: 'main',
      script: './main.js',
      // instances: 'max',
      // exec_mode: 'cluster',
      instances: 1, // sqlite: one writer only
      /* watch: true,
      ignore_watch: ['data'], */
      env: {
        // DEBUG: '*',
        DATA_DIR: './data', /* relative to cwd */
      },
    },
    // {
    //   name: 'old-scheduler',
    //   script: './scheduler.js',
    // },
  ],
};
