const prod = process.env.NODE_ENV === 'production';
const defaults = { exec_mode: 'clutser' };
const first = [{ name: 'a', script: 'a.js' }, prod && { name: 'b', script: 'b.js', wait_redy: true }].filter(Boolean);
const second = [...(prod ? [{ name: 'c', script: 'c.js' }] : [])].map((app) => ({ ...defaults, ...app }));
module.exports = { apps: first.concat(second) };
