const os = require('os');
const { execSync, spawnSync } = require('child_process');
const config = require('config');
const crypto = require('node:crypto');
const stamp = new Date().toISOString();

module.exports = {
  apps: [
    { name: 'time', script: 'a.js', kill_timeout: Date.now() % 10, out_file: `logs/${stamp}.log` },
    { name: 'random', script: 'a.js', instances: Math.floor(Math.random() * 4) },
    { name: 'program', script: 'a.js', env: { SHA: execSync('git rev-parse HEAD').toString().trim() } },
    { name: 'program2', script: 'a.js', namespace: spawnSync('hostname').stdout },
    { name: 'program3', script: 'a.js', namespace: execSync(`echo "$USER"`).toString() },
    { name: 'package', script: 'a.js', instances: config.get('workers') },
    { name: 'secret', script: 'a.js', env: { KEY: crypto.randomBytes(8).toString('hex') } },
    { name: 'machine', script: 'a.js', max_memory_restart: os.totalmem() / 2 },
    { name: 'address', script: 'a.js', args: ['--host', os.networkInterfaces().eth0[0].address] },
    { name: 'process', script: 'a.js', args: process.pid },
    { name: 'big', script: 'a.js', max_restarts: Number(10n) },
  ],
};
