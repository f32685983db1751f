// A place where PM2 runs programs that tell about themselves: made, looked at, and left without a trace.
'use strict';
const cp = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const sleep = ms => new Promise(done => setTimeout(done, ms));

// One word per line: how it was started, its environment, and where and as whom it runs; then it rests.
const shell = dir => `#!/bin/sh
t=${dir}/told/$$
{ tr '\\0' '\\n' </proc/$$/cmdline; echo ---; tr '\\0' '\\n' </proc/$$/environ; echo ---
  readlink /proc/$$/cwd; readlink /proc/$$/exe; id -u; id -g; } >$t.tmp
mv $t.tmp $t
echo out:$$:
echo err:$$: >&2
exec sleep 900
`;

const node = dir => `
const fs = require('fs'), told = '${dir}/told/' + process.pid;
const mode = require('cluster').isWorker ? 'cluster' : 'fork';
fs.writeFileSync(told + '.tmp', JSON.stringify({ args: process.argv.slice(2), node_args: process.execArgv,
  script: process.env.pm_exec_path, interpreter: process.argv[0], cwd: process.cwd(), env: process.env,
  uid: process.getuid(), gid: process.getgid(), mode }));
fs.renameSync(told + '.tmp', told + '.json');
require('net').createServer().listen(0, () => process.send && process.send('ready'));
console.log('out:' + process.pid + ':');
console.error('err:' + process.pid + ':');
`;

class Place {
  constructor(pm2) {
    this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'ecoc-pm2-'));
    process.chdir(this.dir);
    for (const d of ['here', 'there', 'logs', 'pids', 'watched/b', 'watched/c', 'watched/n', 'told', 'home', 'bin'])
      fs.mkdirSync(d, { recursive: true });
    fs.chmodSync('.', 0o777);
    fs.chmodSync('told', 0o777); // others write there, too
    fs.symlinkSync(process.execPath, 'bin/node-too');
    fs.writeFileSync('bin/pm2', `#!/bin/sh\nexec '${process.execPath}' '${pm2}' "$@"\n`, { mode: 0o755 });
    for (const d of ['.', 'here', 'there'])
      for (const n of ['one', 'two']) {
        fs.writeFileSync(`${d}/${n}.sh`, shell(this.dir), { mode: 0o755 });
        fs.writeFileSync(`${d}/${n}.js`, node(this.dir));
      }
    for (const f of ['.env', '.env.two']) fs.writeFileSync(f, `OF_A_FILE=${f}\n`);
    this.env = { ...process.env, HOME: this.dir, PM2_HOME: this.dir + '/home', PM2_DISABLE_VERSION_CHECK: 'true',
      PATH: `${this.dir}/bin:${process.env.PATH}`, FROM_SHELL_A: 'a' };
  }

  run(program, ...args) {
    const r = cp.spawnSync(program, args, { env: this.env, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (r.status !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${r.status}\n${r.stdout.slice(-1500)}${r.stderr.slice(-1500)}`);
    return r.stdout;
  }

  pm2(...args) { return this.run('pm2', ...args); }

  // Ends all apps, and what they have written: pids come again.
  deleteAll() {
    this.pm2('delete', 'all');
    for (const [name] of this.files()) if (name !== './home/pm2.log' && name !== './home/pm2.pid') fs.rmSync(name);
    for (const name of fs.readdirSync('told')) fs.rmSync('told/' + name);
  }

  list() { return JSON.parse(this.pm2('jlist').replace(/^[^]*?(?=^\[)/m, '')); }

  told(pid) {
    if (fs.existsSync(`told/${pid}.json`)) return JSON.parse(fs.readFileSync(`told/${pid}.json`, 'utf8'));
    if (!fs.existsSync(`told/${pid}`)) return null;
    const [command, env, rest] = fs.readFileSync(`told/${pid}`, 'utf8').split('---\n').map(s => s.split('\n').filter(Boolean));
    const at = command.findIndex(word => word.endsWith('.sh'));
    const [cwd, exe, uid, gid] = rest;
    return { args: command.slice(at + 1), node_args: command.slice(1, at), script: path.basename(command[at]),
      interpreter: path.basename(exe), cwd, uid, gid, mode: 'fork',
      env: Object.fromEntries(env.map(l => [l.slice(0, l.indexOf('=')), l.slice(l.indexOf('=') + 1)])) };
  }

  files(dir = '.') {
    return fs.readdirSync(dir, { withFileTypes: true }).flatMap(f => {
      const name = `${dir}/${f.name}`;
      return f.isDirectory() ? this.files(name) : /\.(log|pid)$/.test(name) ? [[name, fs.readFileSync(name, 'utf8')]] : [];
    });
  }

  // Which apps restart by themselves, while files change.
  async restless() {
    const count = () => Object.fromEntries(this.list().map(p => [p.name, p.pm2_env.restart_time]));
    const before = count();
    for (let i = 0; i < 14; i++) {
      for (const d of ['b', 'c']) fs.writeFileSync(`watched/${d}/f`, String(i));
      await sleep(500);
    }
    const after = count();
    return name => after[name] > before[name];
  }

  // What can be seen of each app that runs.
  async look(isLate) {
    let list = this.list();
    for (let i = 0; i < 100 && !list.every(p => this.told(p.pid)); i++) {
      await sleep(100);
      list = this.list();
    }
    const isRestless = isLate ? await this.restless() : () => undefined;
    await sleep(300); // the last lines reach their files
    const files = this.files(), apps = {};
    for (const p of list) (apps[p.name] ??= []).push(p);
    const numbered = name => name.replace(/-\d+\.(log|pid)$/, '-N.$1');
    for (const name in apps) {
      const own = apps[name].sort((a, b) => a.pm_id - b.pm_id), pids = own.map(p => p.pid);
      const line = files.flatMap(([, text]) => text.split('\n')).find(l => l.includes(`out:${pids[0]}:`));
      apps[name] = { list: own, pids, told: this.told(pids[0]) ?? { env: {} }, restarts: isRestless(name),
        line: (line ?? '').replace(String(pids[0]), 'PID').replace(/\d/g, '9').replace(/"process_id.*/, ''),
        files: kind => files.filter(([f, s]) => !f.endsWith('.pid') && pids.some(q => s.includes(`${kind}:${q}:`))).map(([f]) => numbered(f)).sort(),
        pidFiles: () => files.filter(([f, s]) => f.endsWith('.pid') && pids.includes(Number(s))).map(([f]) => numbered(f)).sort() };
    }
    return apps;
  }

  async leave() {
    const pid = fs.existsSync('home/pm2.pid') ? Number(fs.readFileSync('home/pm2.pid', 'utf8')) : 0;
    const isAlive = () => { try { process.kill(pid, 0); return true; } catch { return false; } };
    if (pid) {
      cp.spawnSync('pm2', ['kill'], { env: this.env, timeout: 60000 });
      for (let i = 0; i < 50 && isAlive(); i++) await sleep(100);
      if (isAlive()) process.kill(pid, 'SIGKILL');
    }
    process.chdir('/');
    fs.rmSync(this.dir, { recursive: true, force: true });
  }
}

module.exports = { Place, sleep };
