const LOG_DIR = process.env.LOG_DIR || './logs';
const date = 'YYYY-MM-DD HH:mm:ss Z';

module.exports = {
  apps: [
    {
      name: 'collector',
      script: 'collector.js',
      error_file: `${LOG_DIR}/collector.err.log`,
      out_file: `${LOG_DIR}/collector.out.log`,
      log_date_format: date,
    },
    {
      name: 'shipper',
      script: 'shipper.js',
      error_file: LOG_DIR + '/shipper.err.log',
      out_file: [LOG_DIR, 'shipper.out.log'].join('/'),
      log_date_format: date,
    },
  ],
};
