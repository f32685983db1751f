module.exports = { keep: 2, d: new Date(0).getTime(), t: typeof Date.now };
