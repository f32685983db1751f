import * as lib from './lib.mjs'
import { double, count } from './lib.mjs'

export default { apps: [{ name: `n${double(count)}`, script: lib.extra + '.js', env: { KEYS: Object.keys(lib).join(), TOTAL: lib.total } }] }
