class A { constructor() { this.x = 1; return 5; } }
module.exports = new A();
