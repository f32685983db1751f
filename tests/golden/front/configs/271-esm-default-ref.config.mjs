import os from 'os'
import { join } from 'path'

const cpus = os.cpus().length
const logs = join('/var', 'log', 'esm')

const config = {
  apps: [
    { name: 'one', script: './one.mjs', instances: cpus > 1 ? cpus - 1 : 1, out_file: join(logs, 'one.log') },
  ],
}

if (process.env.NODE_ENV === 'production') {
  config.apps[0].node_args = ['--enable-source-maps']
}

export { config as default }
