const flags = { port: 8080, verbose: true, quiet: false, tag: 'a b', list: ['x', 'y'] }; const args = Object.entries(flags).flatMap(([k, v]) => (v === true ? [`--${k}`] : v === false ? [] : Array.isArray(v) ? v.map((x) => `--${k}=${x}`) : [`--${k}`, JSON.stringify(v)]));
module.exports = { apps: [{ name: 'cli', script: 'bin/cli', args, line: args.join(' '), interpreter: 'none' }] };
