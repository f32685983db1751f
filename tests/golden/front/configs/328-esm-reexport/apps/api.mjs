export default { name: 'api', script: 'api.mjs' }
