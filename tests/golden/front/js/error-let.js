const let = 1; module.exports = { n: 2 };
