const w = process.env.WATCH;
module.exports = {
  apps: [{
    name: 'eq',
    script: 'i.js',
    watch: w == 'true' || w == 1,
    autorestart: w != null,
    time: w === undefined ? true : w,
    env: { LOOSE: '1' == 1, NULLISH: null == undefined, EMPTY: '' == 0, STRICT: '1' === 1 }
  }]
};
