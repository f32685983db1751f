function isObject(x) { return x && typeof x === 'object' && !Array.isArray(x); }
function merge(target, ...sources) {
  for (const source of sources) {
    for (const key of Object.keys(source)) {
      if (isObject(source[key])) target[key] = merge(isObject(target[key]) ? target[key] : {}, source[key]);
      else target[key] = source[key];
    }
  }
  return target;
}

const base = { script: 'index.js', env: { A: 1, NESTED: { x: 1, y: [1] } } };
module.exports = { apps: [merge({}, base, { name: 'm1', env: { B: 2, NESTED: { y: [2], z: 3 } } }), merge({}, base, { name: 'm2' }), base] };
