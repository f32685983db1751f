module.exports = {
  apps: [
    {
      name: "btc-usdt", script: "bot.js", args: "--pair BTC/USDT --tf 1h",
      cron_restart: "1 0 * * *", max_memory_restart: "300M", namespace: "spot"
    },
    {
      name: "eth-usdt", script: "bot.js", args: "--pair ETH/USDT --tf 15m --leverage 2",
      cron_restart: "5 0 * * *", max_memory_restart: "300M", namespace: "futures"
    },
    {
      name: "watchdog", script: "watchdog.py", interpreter: "python3", interpreter_args: "-u",
      namespace: "ops", autorestart: true, restart_delay: 10000
    }
  ]
}
