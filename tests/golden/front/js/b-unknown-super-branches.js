class A { constructor(v) { this.v = v; } } class B extends A { constructor() { if (process.env.EXTRA) super(1); else super(2); this.k = 1; } } module.exports = new B();
