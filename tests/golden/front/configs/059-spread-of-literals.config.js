module.exports = {
  apps: [
    ...[{ name: 'x', script: 'x.js' }, { name: 'y', script: 'y.js' }],
    { ...{ name: 'z', script: 'z.js', env: { A: 1 } }, env: { ...{ A: 2, B: 3 }, C: 4 } },
  ],
};
