class A { a = 1; static make() { return new this(); } }
class B extends A { b = 2; }
module.exports = [B.make(), A.make()];
