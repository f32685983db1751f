class App { constructor(name, port) { this.name = name; this.port = port; } url() { return `http://${this.name}:${this.port}`; } static of(n) { return new App(n, 1); } get x() { return 1; } toJSON() { return { n: this.name }; } }
module.exports = [new App('a', 1), App.of('b'), new App('c', 2).url(), new App('d', 3).x];
