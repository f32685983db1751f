class App {
  constructor(name) {
    this.name = name;
    this.script = 'a.js';
  }
}
module.exports = { apps: [new App('api')] };
