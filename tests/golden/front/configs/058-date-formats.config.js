module.exports = {
  apps: [
    { name: 'd1', script: 'a.js', log_date_format: 'HH:mm' },
    { name: 'd2', script: 'a.js', log_date_format: 'DD/MM HH:mm:ss.SSS' },
    { name: 'd3', script: 'a.js', log_date_format: '[year] YYYY [at] hh:mm A' },
    { name: 'd4', script: 'a.js', log_date_format: false },
    { name: 'd5', script: 'a.js', log_date_format: '' }
  ]
};
