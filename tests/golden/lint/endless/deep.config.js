const count = (n) => count(n + 1) + 1;
module.exports = { apps: [{ script: 'a.js', instances: count(0) }] };
