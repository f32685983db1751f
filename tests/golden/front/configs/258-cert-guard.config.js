const fs = require('fs')
const cert = `${__dirname}/certs/fullchain.pem`
const https = fs.existsSync(cert) && fs.statSync(cert).size > 0

module.exports = {
  apps: [{
    name: https ? 'web-tls' : 'web-plain',
    script: 'server.js',
    env: { PORT: https ? 443 : 80, ...(https ? { CERT: cert } : {}) }
  }]
}
