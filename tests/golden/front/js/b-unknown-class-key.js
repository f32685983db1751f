const k = process.env.EXTRA ? 'x' : 'y';
class A { static make() { return new A(); } constructor() { this[k] = 1; } } module.exports = A.make();
