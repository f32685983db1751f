module.exports = { a: notDefinedAnywhere };
