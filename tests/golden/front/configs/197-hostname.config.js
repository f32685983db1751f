const os = require('os');
const host = os.hostname();

module.exports = {
  apps: [{
    name: `agent-${host}`,
    script: 'agent.js',
    instances: host.startsWith('prod-') ? 4 : 1,
    env: { HOSTNAME: host, TYPE: os.platform(), ARCH_KNOWN: typeof os.arch(), TMP: os.tmpdir() }
  }]
};
