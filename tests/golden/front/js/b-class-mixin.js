const make = (Base) => class extends Base { extra() { return 'e' + this.v; } };
class B { constructor(v) { this.v = v; } }
const M = make(B);
module.exports = [new M(3).extra(), new M(4)];
