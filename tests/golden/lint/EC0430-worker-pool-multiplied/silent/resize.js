module.exports = (path) => path;
