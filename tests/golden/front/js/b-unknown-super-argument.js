class A { constructor(v) { this.v = v; } } class B extends A { constructor() { super(process.env.EXTRA ? 1 : 2); } } module.exports = new B();
