import * as all from './apps/index.mjs'

export default { apps: Object.values(all) }
