class E2 extends TypeError {}
const e = new E2('x');
module.exports = [e.name, e.message, e instanceof E2];
