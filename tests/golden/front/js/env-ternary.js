const isProd = process.env.NODE_ENV === 'production';
module.exports = { apps: [{ name: 'a', instances: isProd ? 'max' : 1, exec_mode: isProd ? 'cluster' : 'fork', watch: !isProd, ...(isProd && { merge_logs: true }), tier: process.env.NODE_ENV === 'staging' ? 's' : isProd ? 'p' : 'd' }] };
