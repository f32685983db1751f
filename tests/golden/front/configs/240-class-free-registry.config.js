const registry = {
  items: {},
  add(name, opts) {
    this.items[name] = { name, script: `${name}.js`, ...opts };
    return this;
  },
  list: function () { return Object.values(this.items); },
};

registry.add('web', { instances: 2 }).add('api').add('web', { instances: 4 });

module.exports = { apps: registry.list() };
