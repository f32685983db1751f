globalThis.FOO = 3;
module.exports = [FOO, globalThis.FOO, global.FOO, typeof globalThis.process, globalThis.process.env.PORT, typeof globalThis.nope, globalThis === global];
