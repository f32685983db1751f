// ecoc-ignore-file EC0305: the port is not what this case is about
module.exports = {
  apps: [{ name: 'shop', script: 'main.js', instances: process.env.BIG ? 4 : 1, exec_mode: process.env.ALONE ? 'fork' : 'cluster' }],
};
