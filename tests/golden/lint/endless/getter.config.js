const app = { get script() { return this.script; } };
module.exports = { apps: [{ script: app.script }] };
