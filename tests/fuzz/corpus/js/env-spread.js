const env = { ...process.env, EXTRA: 1 };
module.exports = { port: env.PORT, extra: env.EXTRA, missing: env.NOPE_NOPE, o: Object.assign({ PORT: 'before' }, process.env).PORT };
