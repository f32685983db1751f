const profile = process.env.APP_ENV || 'production';
const prefix = 'APP';

module.exports = {
  apps: [{
    name: 'computed',
    script: 'index.js',
    [`env_${profile}`]: { [prefix + '_MODE']: profile, [`${prefix}_DEBUG`]: 0 },
    ['max' + '_restarts']: 3,
  }],
};
