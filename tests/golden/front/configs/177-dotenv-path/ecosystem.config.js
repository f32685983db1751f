const path = require('path')
const dotenv = require('dotenv')

dotenv.config({ path: path.resolve(__dirname, 'config/.env.production') })

module.exports = {
  apps: [{
    name: 'api',
    script: 'api.js',
    env: { PORT: process.env.API_PORT, KEY: process.env.API_KEY, REGION: process.env.REGION || 'local' }
  }]
}
