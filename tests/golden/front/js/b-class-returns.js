class A { constructor(a) { return { other: a }; } }
module.exports = new A(1);
