class A { x = 1; y = this.x + 1; static z = 5; #p = 3; get p() { return this.#p; } set p(v) { this.#p = v; } #m() { return 7; } m() { return this.#m(); } static { this.q = 9; } arrow = () => this.x; }
const a = new A(); a.p = 10;
const { arrow } = a;
module.exports = [a, A.z, a.p, a.m(), A.q, arrow()];
