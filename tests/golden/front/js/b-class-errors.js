class A {}
let r = [];
try { A(); } catch (e) { r.push(e instanceof TypeError); }
class B extends A { constructor() { try { this.x = 1; } catch (e) { r.push(e.name); } super(); this.y = 1; } } r.push(new B());
module.exports = r;
