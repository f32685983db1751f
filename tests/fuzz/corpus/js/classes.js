class A { constructor() { this.x = 1; } } const keep = { fine: true };
module.exports = { keep };
