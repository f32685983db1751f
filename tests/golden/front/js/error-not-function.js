const o = { x: 1 }; module.exports = { a: o.x() };
