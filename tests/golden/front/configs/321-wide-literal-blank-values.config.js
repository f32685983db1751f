module.exports = {
  apps: [{
    name: "",
    script: " ",
    args: "",
    cwd: null,
    instances: "",
    exec_mode: undefined,
    max_memory_restart: 0,
    env: {},
    env_production: null
  }, {}, null]
};
