class App extends Map {
  constructor(name) {
    super();
    this.name = name;
    this.script = 'a.js';
  }
}
module.exports = { apps: [new App('api')] };
