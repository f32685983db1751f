import process from 'node:process'
import os, { cpus } from 'node:os'
import { readFileSync, existsSync as has } from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const file = path.join(here, 'settings.json')
const settings = has(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}

export default {
  apps: [{
    name: settings.name,
    script: 'index.js',
    instances: cpus().length === os.cpus().length ? 2 : 1,
    env: { PORT: settings.port, MODE: process.env.NODE_ENV ?? 'none' },
  }],
}
