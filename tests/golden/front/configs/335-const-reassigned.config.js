const apps = [{ name: 'a', script: 'a.js' }];
if (process.env.NODE_ENV === 'production') {
  apps = apps.concat({ name: 'b', script: 'b.js' });
}
module.exports = { apps };
