class A { static n = 0; } if (process.env.EXTRA) A.n = 5; else A.m = 1;
module.exports = [A.n, A.m === undefined];
