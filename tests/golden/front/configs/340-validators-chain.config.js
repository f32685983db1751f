const NETWORK = process.env.NETWORK || 'testnet';
const PEERS = { mainnet: ['m1', 'm2'], testnet: ['t1'] };
const rpc = NETWORK === 'mainnet' ? 'https://rpc.example' : 'http://127.0.0.1:26657';

if (!PEERS[NETWORK]) throw new Error(`no peers for ${NETWORK}`);

module.exports = {
  apps: PEERS[NETWORK].map((peer, i) => ({
    name: `validator-${peer}`,
    script: './bin/validatord',
    interpreter: 'none',
    args: ['start', '--home', `/var/lib/validator/${peer}`, '--rpc', rpc, '--p2p-port', 26656 + i * 10].map(String),
    kill_timeout: 60e3,
    exp_backoff_restart_delay: 1e2,
  })),
};
