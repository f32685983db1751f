const sum = (n) => (n === 0 ? 0 : n + sum(n - 1));
let i = 0;
while (i < 1000) i++;
module.exports = { apps: [{ name: 'api', script: 'a.js', max_restarts: sum(60) + i }] };
