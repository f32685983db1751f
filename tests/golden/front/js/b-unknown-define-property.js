const o = {};
if (process.env.EXTRA) Object.defineProperty(o, 'x', { value: 1, enumerable: true }); o.x = 5;
module.exports = o;
