import * as lib from './lib.mjs'
import { bump, count } from './lib.mjs'

bump()
export default { apps: [{ name: `n${count}`, script: lib.extra + '.js', env: { KEYS: Object.keys(lib).join(), TOTAL: lib.total } }] }
