module.exports = {
    apps: [{
        name: "mailer",
        script: "./workers/mailer.js",
        min_uptime: 10000,
        max_restarts: 15,
        restart_delay: 4000,
        autorestart: true,
        stop_exit_codes: [0],
        kill_retry_time: 200,
        time: true,
        log_date_format: "DD-MM-YYYY HH:mm:ss Z"
    }]
}
