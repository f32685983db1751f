process.env.MADE_HERE = 5; process.env.NODE_ENV = process.env.NODE_ENV || 'fallback'; delete process.env.HOST;
module.exports = { a: process.env.MADE_HERE, t: typeof process.env.MADE_HERE, n: process.env.NODE_ENV, h: process.env.HOST, has: 'HOST' in process.env };
