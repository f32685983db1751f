const b = (process.env.EXTRA ? Math.max : Math.min).bind(null, 1, 2);
module.exports = b(0);
