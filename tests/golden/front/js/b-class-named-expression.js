const A = class Inner { self() { return Inner === A; } };
module.exports = new A().self();
