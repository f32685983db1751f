let p = 3000;
module.exports = {
  apps: [
    { name: 'a', script: 'a.js', env: { PORT: p++ } },
    { name: 'b', script: 'b.js', env: { PORT: p++, ADMIN: ++p } },
    { name: 'c', script: 'c.js', env: { PORT: (p += 10) } },
    { name: 'd', script: 'd.js', env: { PORT: p-- - 1, LEFT: p } },
  ],
};
