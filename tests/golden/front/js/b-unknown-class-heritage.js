class A { k() { return 'A'; } } class C { k() { return 'C'; } } class B extends (process.env.EXTRA ? A : C) { } module.exports = [new B().k()];
