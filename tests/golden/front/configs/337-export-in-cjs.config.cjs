export default { apps: [{ name: 'wrong', script: 'x.js' }] };
