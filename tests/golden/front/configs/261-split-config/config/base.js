module.exports = {
  exec_mode: 'fork',
  autorestart: true,
  max_memory_restart: '300M',
  log_date_format: 'YYYY-MM-DD HH:mm:ss',
};
