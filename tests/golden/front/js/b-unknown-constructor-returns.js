class A { constructor(x) { if (process.env.EXTRA) { this.a = 1; } else { return { y: 1 }; } this.b = 2; } } module.exports = new A();
