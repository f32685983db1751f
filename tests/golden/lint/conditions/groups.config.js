const prod = process.env.NODE_ENV === 'production';
module.exports = {
  apps: [
    { name: 'a', script: 'a.js', log_rotate: prod ? { retian: 3, max_size: '10MB' } : undefined },
    { name: 'b', script: 'b.js', log_rotate: prod && { retain: 'many' } },
    { name: 'c', script: 'c.js', log_rotate: process.env.KEEP && { retain: true } },
    { name: 'd', script: 'd.js', log_rotate: prod ? { retain: 3 } : { retain: 'x', compres: true } },
    { name: 'e', script: 'e.js', log_rotate: prod ? { retain: 3, compress: true } : undefined },
  ],
};
