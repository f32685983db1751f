import os = require('os');
enum Level { Low = 1, High }
const x: number = 1;
module.exports = { apps: [{ name: 'a', script: 'a.js', instances: x }] };
