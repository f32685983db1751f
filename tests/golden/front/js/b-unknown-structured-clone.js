const x = structuredClone({ a: process.env.EXTRA ? [1] : { b: 2 } });
module.exports = x;
