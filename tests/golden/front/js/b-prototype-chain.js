function P(n) { this.n = n; } P.prototype.get = function () { return this.n; };
function Q(n) { P.call(this, n); this.q = 1; } Q.prototype = Object.create(P.prototype); Q.prototype.constructor = Q;
module.exports = [new Q(1).get(), new Q(2), new Q(3) instanceof P, new Q(1).constructor === Q];
