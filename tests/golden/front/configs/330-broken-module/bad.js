module.exports = { unclosed: [1, 2;
