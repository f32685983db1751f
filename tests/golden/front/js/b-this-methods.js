const builder = {
  apps: [],
  env: process.env.NODE_ENV || 'dev',
  add(name, port) {
    this.apps.push({ name, env: { PORT: port, NODE_ENV: this.env } });
    return this;
  },
  build() {
    return { apps: this.apps };
  },
};
const { add } = builder;
const other = { apps: [], env: 'z', add };
other.add('q', 1);
module.exports = { ...builder.add('a', 1).add('b', process.env.PORT || 2).build(), other: other.apps };
