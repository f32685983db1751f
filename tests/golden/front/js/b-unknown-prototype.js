function F() {} if (process.env.EXTRA) F.prototype.m = () => 1;
module.exports = [typeof new F().m];
