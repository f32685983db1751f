const base = { cwd: '/srv', env: { A: 1, B: 2 }, n: 1 };
module.exports = { apps: [{ ...base, name: 'a', n: 2 }, { name: 'b', ...base, env: { ...base.env, B: 3 } }, { ...null, ...undefined, ...false, ...0, ...{}, x: 1 }, { ...[7, 8] }] };
