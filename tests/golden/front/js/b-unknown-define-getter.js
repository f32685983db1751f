const o = { get x() { return 1; } };
if (process.env.EXTRA) Object.defineProperty(o, 'y', { get() { return 2; }, enumerable: true });
module.exports = o;
