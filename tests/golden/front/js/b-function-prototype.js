function P(n) { this.n = n; } P.prototype.get = function () { return this.n; }; P.make = (n) => new P(n);
function Q(n) { P.call(this, n); } Q.prototype = Object.create(P.prototype);
module.exports = [new P(1), new P(2).get(), P.make(3), new P(1) instanceof P];
