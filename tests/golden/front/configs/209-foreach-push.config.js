var services = ['api', 'web', 'jobs'];
var apps = [];

services.forEach(function (service, index) {
  apps.push({
    name: service,
    cwd: './packages/' + service,
    script: 'npm',
    args: 'start',
    env: { PORT: 3000 + index }
  });
});

module.exports = { apps: apps };
