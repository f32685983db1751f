const apps = [{ name: 'api', script: 'api.js' }];
export { apps as default };
