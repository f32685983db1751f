const [a, b = 'x', ...r] = 'hey!'; const [[k, v]] = new Map([['p', 1]]); const [, second] = new Set(['s', 't']); const { length } = 'four'; const [m, n] = [...'ab'].entries(); function f([x, y] = [1, 2], { z = 3 } = {}) { return [x, y, z]; }
module.exports = { a, b, r, k, v, second, length, m, n, f: [f(), f('pq', { z: 0 })] };
