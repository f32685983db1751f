const o = Object.create(process.env.EXTRA ? { a: 1 } : { b: 2 }); o.c = 1;
module.exports = [o, o.a === undefined];
