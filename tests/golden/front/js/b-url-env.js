module.exports = new URL(process.env.NOPE || 'http://localhost:3000').port;
