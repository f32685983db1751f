const cwd = process.cwd();

module.exports = {
  apps: [{
    name: 'here',
    cwd,
    script: `${cwd}/bin/run.js`,
    same: cwd === __dirname,
  }],
};
