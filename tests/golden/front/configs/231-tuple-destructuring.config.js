const TABLE = [
  // name      script          instances memory
  ['api',      'dist/api.js',  4,        '600M'],
  ['renderer', 'dist/pdf.js',  2,        '1G'  ],
  ['poller',   'dist/poll.js', ,         '128M'],
];

module.exports = {
  apps: TABLE.map(([name, script, instances = 1, max_memory_restart]) => ({ name, script, instances, max_memory_restart })),
};
