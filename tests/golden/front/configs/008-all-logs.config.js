'use strict'

module.exports = {
  apps: [
    {
      name: 'ingest',
      script: 'bin/ingest',
      log_date_format: 'YYYY-MM-DD HH:mm:ss.SSS Z',
      log_file: '/var/log/ingest/combined.log',
      out_file: '/var/log/ingest/out.log',
      error_file: '/var/log/ingest/error.log',
      pid_file: '/run/ingest.pid',
      combine_logs: true,
      log_type: 'json'
    }
  ]
}
