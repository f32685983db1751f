const a = { b: 1, a: 2, 10: 'ten', 2: 'two' };
const b = { a: 3, c: 4, 1: 'one' };
module.exports = { apps: [{ name: 'order', script: 'o.js', env: { z: 0, ...a, ...b, b: undefined, y: 9 }, keys: Object.keys({ ...b, ...a }).join(',') }] };
