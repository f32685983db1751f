module.exports = {
  apps: [{
    name: 'blog-frontend',
    script: 'npm',
    args: 'run start',
    instances: 1,
    autorestart: true,
    watch: false,
    max_memory_restart: '1G',
    env: { NODE_ENV: 'production', PORT: 4321 }
  }]
}
