import { readFileSync } from 'node:fs'

const data = JSON.parse(readFileSync(new URL('./lib/data.json', import.meta.url), 'utf8'))

export default { apps: [{ name: 'x', script: 'index.js', env: { KEYS: Object.keys(data).join() } }] }
