module.exports = {
  apps: [{ name: 'ghost', script: './current/index.js', cwd: '/var/www/ghost', max_memory_restart: '900M', env: { NODE_ENV: 'production', database__connection__host: 'localhost', database__connection__user: 'ghost', url: 'https://blog.example.org', mail__transport: 'SMTP' } }]
}