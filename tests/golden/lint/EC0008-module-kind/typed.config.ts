interface App { name: string; script: string }
const api: App = { name: 'api', script: 'api.js' };
export default { apps: [api] };
