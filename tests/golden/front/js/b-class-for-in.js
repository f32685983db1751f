class A { m() { return 1; } }
let k = []; for (const p in new (class extends A { z = 1; })()) k.push(p);
module.exports = k;
