// Runs the README: every `$ command` of a ```console block, in order, in a copy of the sample, and compares what
// it prints with what stands below it. In blocks marked ```console varies numbers may differ. A command that
// ends in & runs on; the next one waits until all its apps are online. UPDATE=1 writes the output into the file.
// usage: node readme.js README.md
'use strict';
const { execFileSync, spawn, spawnSync } = require('child_process');
const fs = require('fs');

const file = process.argv[2];
const lines = fs.readFileSync(file, 'utf8').split('\n');
const loose = (text) => text.replace(/\d+(\.\d+)?( ?[a-zA-Z%]{1,3}\b)?/g, 'N').replace(/[ \t]+/g, ' ').replace(/ +$/gm, '');
const background = [];
let failures = 0;

const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const untilOnline = () => {
  for (let i = 0; i < 200; i += 1) {
    const { stdout } = spawnSync('ecort', ['list', '--json'], { encoding: 'utf8' });
    const apps = stdout.startsWith('[') ? JSON.parse(stdout) : [];
    if (apps.length && apps.every((app) => app.status === 'online')) return;
    pause(100);
  }
  throw new Error('the apps of the README do not come online');
};

const run = (command) => {
  if (command.endsWith('&')) {
    background.push(spawn('sh', ['-c', `exec ${command.slice(0, -1)}`], { stdio: 'ignore' }));
    untilOnline();
    return '';
  }
  const { stdout, status } = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], { encoding: 'utf8', timeout: 60000 });
  if (status === null || status > 1) {
    failures += 1;
    console.error(`$ ${command}\nexit ${status}\n${stdout}`);
  }
  return stdout.replace(/\n$/, '');
};

const out = [];
for (let i = 0; i < lines.length; i += 1) {
  out.push(lines[i]);
  const fence = /^```console( varies)?$/.exec(lines[i]);
  if (!fence) continue;
  for (i += 1; lines[i] !== '```';) {
    const command = lines[i].slice(2);
    out.push(lines[i]);
    const wanted = [];
    for (i += 1; lines[i] !== '```' && !lines[i].startsWith('$ '); i += 1) wanted.push(lines[i]);
    const got = run(command);
    const same = fence[1] ? loose(got) === loose(wanted.join('\n')) : got === wanted.join('\n');
    if (!same && !process.env.UPDATE) {
      failures += 1;
      console.error(`$ ${command}\n--- README\n${wanted.join('\n')}\n--- now\n${got}`);
    }
    const shown = same ? wanted.join('\n') : got;
    if (shown) out.push(shown);
  }
  out.push('```');
}
for (const child of background) {
  child.kill('SIGTERM');
  execFileSync('sh', ['-c', `n=0; while kill -0 ${child.pid} 2>/dev/null && [ $n -lt 100 ]; do n=$((n+1)); sleep 0.1; [ "$(cut -d' ' -f3 /proc/${child.pid}/stat 2>/dev/null)" = Z ] && break; done; true`]);
}
if (process.env.UPDATE) fs.writeFileSync(file, out.join('\n'));
console.log(failures ? `${failures} differences` : 'README: every command does what it says');
process.exit(failures ? 1 : 0);
