module.exports = {
  apps: [{
    name: 'escapes', script: 'e.js',
    env: { RE: /^\/api\/(v\d+)$/i.source, FLAGS: /x/gi.flags, JSONISH: '{"a":"\\"b\\""}', BACK: 'C:\\new\\table', PCT: encodeURIComponent('a b&c=d/é'), B: "\u{48}\x69", LONE: 'ok' }
  }]
};
