/* Starts each app of a configuration twice, as it is written and as `ecoc show` says that it will be started, and
 * compares what the program was given: arguments, working directory, variables.
 *
 *   launch.js ECOC CONFIG.json
 *
 * The program prints a line "@@" and JSON of {argv, cwd, env}. Left out is what tells where npm, yarn and pnpm stand on
 * this machine, and what the shell sets. An app whose program is not installed is noted. */
'use strict';
const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const [ecoc, file] = process.argv.slice(2);
const OWN = new RegExp(
    '^(PATH|PWD|OLDPWD|SHLVL|_|NODE|INIT_CWD|COLOR|EDITOR|BERRY_BIN_FOLDER|PROJECT_CWD|PNPM_.*|NODE_PATH|pnpm_.*|' +
        'NODE_RUN_.*|DOTENV_CONFIG_QUIET|YARN_WRAP_OUTPUT|COREPACK_.*|ESBK_.*|TSX_.*|TS_NODE_.*|' +
        'npm_(config_.*|execpath|node_execpath|command|package_(json|resolved|integrity|bin_.*|main|scripts_.*|private|' +
        'dependencies_.*|workspaces_.*|from_.*|description|readmeFilename|license|type|bugs_.*|homepage|repository_.*)))$');

function given(what, command, args, cwd, env) {
    const child = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 60000 });
    const line = (child.stdout || '').split('\n').find((l) => l.startsWith('@@'));
    if (!line)
        throw new Error(`${what}: ${command} ${args.join(' ')} printed nothing: ${child.error || child.stderr}`);
    const seen = JSON.parse(line.slice(2));
    seen.argv[0] = fs.realpathSync(require.resolve(seen.argv[0])); /* a directory, no extension, a link */
    if (seen.env.npm_lifecycle_event === 'npx') delete seen.env.npm_lifecycle_script; /* npx's own quoting */
    for (const name of Object.keys(seen.env))
        if (OWN.test(name)) delete seen.env[name];
    return seen;
}

const sorted = (o) => JSON.stringify(Object.entries(o).sort());
const base = { PATH: process.env.PATH, HOME: process.env.HOME };
const root = path.dirname(path.resolve(file));
const config = JSON.parse(fs.readFileSync(file, 'utf8'));
const shown = JSON.parse(execFileSync(ecoc, ['show', '--json', file], { encoding: 'utf8' }));
let compared = 0, bad = 0;

for (const app of config.apps) {
    const to = shown.apps.map((a) => a.options).find((o) => o.name === app.name);
    const words = [app.script, ...(app.args || [])];
    const first = app.script.split(' ')[0];
    if (['yarn', 'pnpm'].includes(first) && spawnSync(first, ['--version']).error) {
        console.log(`NOTE: ${first} is not installed; ${app.name} is not compared`);
        continue;
    }
    const cwd = path.resolve(root, app.cwd || '.');
    const raw = app.script.includes(' ')
        ? ['bash', ['-c', app.script]]
        : app.interpreter
        ? [path.resolve(cwd, app.interpreter), words]
        : [words[0], words.slice(1)];
    const want = given(`${app.name} as written`, ...raw, cwd, { ...base, ...app.env });
    const got = given(`${app.name} as resolved`, to.exec_interpreter, [...to.node_args, to.script, ...to.args],
        path.resolve(root, to.cwd), { ...base, ...to.env });
    compared++;
    const line = got.env.npm_lifecycle_script; /* pnpm puts the arguments behind it */
    if (line && (want.env.npm_lifecycle_script || '').startsWith(`${line} `)) want.env.npm_lifecycle_script = line;
    for (const key of ['argv', 'cwd', 'env']) {
        const a = key === 'env' ? sorted(want[key]) : JSON.stringify(want[key]);
        const b = key === 'env' ? sorted(got[key]) : JSON.stringify(got[key]);
        if (a === b) continue;
        bad++;
        console.log(`${app.name}: ${key} differs\n  written  ${a}\n  resolved ${b}`);
    }
    if (to.exec_interpreter !== 'node') {
        bad++;
        console.log(`${app.name}: ${to.exec_interpreter} starts it`);
    }
}
console.log(`NOTE: ${compared} commands give their program the same, with and without the wrapper`);
process.exit(bad ? 1 : 0);
