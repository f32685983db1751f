class App { constructor(name) { this.name = name; } }
class Web extends App { constructor(n) { super(n); this.web = true; } }
module.exports = { apps: [new Web('x')], i: new Web('y') instanceof App, j: new App('z') instanceof Web, n: new Web('q').constructor.name, k: 'name' in new Web('z'), l: Object.keys(new Web('a')) };
