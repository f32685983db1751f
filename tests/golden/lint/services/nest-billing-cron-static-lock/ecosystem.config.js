/** PM2 process file of the billing API. */
module.exports = {
    apps: [{
        name: 'billing',
        script: './dist/main.js',
        instances: 4,
        exec_mode: 'cluster',
        listen_timeout: 15000,
        kill_timeout: 10000,
        env: {
            NODE_ENV: 'production',
            PORT: 4010,
        },
    }],
};
