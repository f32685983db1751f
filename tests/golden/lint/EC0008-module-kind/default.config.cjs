export default { apps: [{ name: 'api', script: 'api.js' }] };
