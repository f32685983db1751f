module.exports = { keep: 3, p: Promise.resolve(1) };
