import base from './base.cjs'
import { PORTS as ports } from './ports.js'
import { readFileSync } from 'fs'
import { join, dirname } from 'path'
import { fileURLToPath } from 'url'

const dir = dirname(fileURLToPath(import.meta.url))
const { version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))

export default {
  apps: Object.keys(ports).map(name => ({ ...base, name: `${name}@${version}`, script: `${name}.js`, env: { PORT: ports[name] } })),
}
