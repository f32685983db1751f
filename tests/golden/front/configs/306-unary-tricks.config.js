const n = process.env.INSTANCES;
module.exports = { apps: [{ name: 'tricks', script: 't.js', instances: +n || undefined, watch: !!+process.env.WATCH_N, time: !~(process.env.DEBUG || '').indexOf('notime'), env: { NEG: -n, TYPE: typeof +n, STR: n + '', BOOL: !!n, OR: n | 0, XOR: 5 ^ 3, SHIFT: 1 << 10, USHIFT: -1 >>> 28 } }] };
