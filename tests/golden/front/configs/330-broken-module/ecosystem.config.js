module.exports = { apps: [require('./bad')] };
