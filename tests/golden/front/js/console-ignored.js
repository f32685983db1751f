console.log('hello', process.env.PORT); console.warn({}); module.exports = { ok: true };
