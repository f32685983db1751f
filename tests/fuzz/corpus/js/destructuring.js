const { a, b: { c = 5, d } = {}, ...rest } = { a: 1, b: { d: 2 }, e: 3, f: 4 };
const [x, , y = 9, ...others] = [1, 2, undefined, 4, 5]; let p = 1, q = 2; [p, q] = [q, p];
const f = ({ name, port = 80 } = {}, [first] = ['z']) => `${name}:${port}:${first}`; let t = {}; ({ v: t.w } = { v: 8 });
module.exports = { a, c, d, rest, x, y, others, p, q, f1: f({ name: 'n' }, [1]), f2: f(), t };
