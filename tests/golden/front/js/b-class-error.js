class E2 extends Error { constructor(m) { super(m); this.name = 'E2'; this.code = 5; } }
let r;
try { throw new E2('boo'); } catch (e) { r = [e.name, e.message, e.code, e instanceof E2, e instanceof Error, e instanceof TypeError]; }
module.exports = r;
