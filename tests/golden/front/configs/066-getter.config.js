module.exports = {
  get apps() {
    return [{ name: 'lazy', script: 'lazy.js', get cwd() { return '/srv/lazy'; } }];
  }
};
