module.exports = {
  apps: [
    { name: "auth",    script: "services/auth/index.js",    instances: 2, exec_mode: "cluster", env: { PORT: 4001 } },
    { name: "catalog", script: "services/catalog/index.js", instances: 3, exec_mode: "cluster", env: { PORT: 4002 } },
    { name: "cart",    script: "services/cart/index.js",    instances: 2, exec_mode: "cluster", env: { PORT: 4003, REDIS: "redis://localhost:6379/1" } },
    { name: "mail",    script: "services/mail/index.js",    instances: 1, exec_mode: "fork",    env: { SMTP: "localhost:25" } },
    { name: "cron",    script: "services/cron/index.js",    instances: 1, exec_mode: "fork",    env: { TZ: "Europe/Madrid" } },
    { name: "admin",   script: "services/admin/index.js",   instances: 1, exec_mode: "fork",    env: { PORT: 4900 }, watch: ["services/admin"] },
  ],
}
