if (process.env.EXTRA) globalThis.Q = 1;
module.exports = [typeof Q];
