module.exports = {
  apps: [{
    name: 'numbers',
    script: 'n.js',
    restart_delay: 5e3,
    kill_timeout: 0x1388,
    listen_timeout: 10_000,
    max_restarts: 1.0,
    exp_backoff_restart_delay: .5e3,
    max_memory_restart: 536870912,
    stop_exit_codes: [0, 0b1000, 0o17, -1],
    env: { BIG: 9007199254740993, RATIO: 0.1, TINY: 1e-7, HUGE: 1e21, NEG: -0.5, PRICE: 1.50 }
  }]
};
