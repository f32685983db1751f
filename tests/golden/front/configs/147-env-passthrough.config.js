module.exports = {
  apps: [{
    name: 'bot',
    script: 'bot.js',
    env: {
      TOKEN: process.env.TOKEN,
      JWT_SECRET: process.env.JWT_SECRET,
      DATABASE_URL: process.env.DATABASE_URL,
      REDIS_URL: process.env['REDIS_URL'],
      LOG_LEVEL: process.env.LOG_LEVEL || 'info'
    }
  }]
}
