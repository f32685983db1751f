export const apps = [{ name: 'api', script: 'api.js' }];
