import path from 'node:path'
import { fileURLToPath } from 'node:url'

const __filename = fileURLToPath(import.meta.url)
const __dirname = path.dirname(__filename)

export default {
  apps: [{
    name: 'esm-service',
    cwd: __dirname,
    script: path.join(__dirname, 'dist', 'index.mjs'),
    env: { NODE_ENV: process.env.NODE_ENV ?? 'development', SELF: path.basename(__filename) },
  }],
}
