const ports = {
  _next: 4000,
  used: [],
  take(n = 1) {
    const first = this._next;
    this._next += n;
    this.used.push(first);
    return first;
  },
};

module.exports = {
  apps: [
    { name: 'single', script: 's.js', env: { PORT: ports.take() } },
    { name: 'range', script: 'r.js', instances: 4, increment_var: 'PORT', env: { PORT: ports.take(4) } },
    { name: 'after', script: 'a.js', env: { PORT: ports.take() } },
  ],
  used: ports.used,
};
