module.exports = { index: true };
