module.exports = {
  apps : [{
    name   : "support-chat",
    script : "./server.js",
    instances : 4,
    exec_mode : "cluster",
    env_production: {
      NODE_ENV: "production",
      PORT: 3000
    }
  }]
}
