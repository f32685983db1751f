class A { static #n = 0; static next() { return ++A.#n; } id = A.next(); }
module.exports = [new A(), new A(), A.next()];
