import { readFileSync } from 'node:fs'

const settings = JSON.parse(readFileSync(new URL('./settings.json', import.meta.url), 'utf8'))

export default { apps: [{ name: settings.name, script: 'index.js', env: { PORT: settings.port } }] }
