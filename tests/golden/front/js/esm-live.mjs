import * as lib from './lib/esm/live.mjs'
import { bump, count } from './lib/esm/live.mjs'

bump()
export default { apps: [{ name: `n${count}`, script: lib.extra + '.js', env: { KEYS: Object.keys(lib).join(), TOTAL: lib.total } }] }
