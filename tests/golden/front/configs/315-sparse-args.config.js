module.exports = {
  apps: [{
    name: 'sparse',
    script: 's.js',
    args: ['a', , 'c', undefined, null],
    node_args: ['--a', false && '--b', process.env.INSPECT && '--inspect'].filter(Boolean),
    ignore_watch: [].concat('logs', ['tmp'], []),
    watch: ['x', 'y', 'z'].slice(-2),
  }],
};
