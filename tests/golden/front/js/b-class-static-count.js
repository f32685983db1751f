class A { constructor() { A.count++; } static count = 0; } new A(); new A();
module.exports = A.count;
