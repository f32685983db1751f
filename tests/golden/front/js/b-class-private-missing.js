class A { #x = 1; has(o) { return o.#x; } }
let r;
try { new A().has({}); } catch (e) { r = e.name; }
module.exports = r;
