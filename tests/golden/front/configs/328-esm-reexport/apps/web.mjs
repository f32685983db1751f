import api from './api.mjs'
export default { ...api, name: 'web', script: api.script.replace('api', 'web') }
