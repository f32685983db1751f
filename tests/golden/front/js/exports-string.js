module.exports = 'a string';
