let log = [];
class A { #x = process.env.EXTRA || 'd'; get x() { return this.#x; } set x(v) { log.push(v); this.#x = v; } } const a = new A();
if (process.env.EXTRA === 'yes') a.x = 'set';
module.exports = [a.x, log];
