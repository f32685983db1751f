// ecoc-ignore-file EC0305: the port is not what this case is about
const big = process.env.NODE_ENV === 'production';
module.exports = {
  apps: [{ name: 'shop', script: 'main.js', instances: big ? 4 : 1, exec_mode: big ? 'fork' : 'cluster' }],
};
