// A small model of services, as larger configurations have it.
class Service {
  static all = [];
  #env = {};
  constructor(name, { port, instances = 1, ...rest } = {}) {
    this.name = name;
    this.script = `./dist/${name}/main.js`;
    this.instances = instances;
    Object.assign(this, rest);
    this.#env.PORT = port;
    Service.all.push(this);
  }
  with(env) {
    this.#env = { ...this.#env, ...env };
    return this;
  }
  get env() {
    return { NODE_ENV: process.env.NODE_ENV || 'development', ...this.#env };
  }
  toJSON() {
    return { ...this, env: this.env };
  }
  static config() {
    return { apps: Service.all.map((s) => s.toJSON()) };
  }
}
class Worker extends Service {
  constructor(name, options) {
    super(name, { exec_mode: 'fork', ...options });
    this.autorestart = false;
  }
}
new Service('api', { port: process.env.PORT || 3000, instances: 'max' }).with({ DB: 'x' });
new Worker('jobs', { cron_restart: '0 0 * * *' });
module.exports = { ...Service.config(), raw: Service.all };
