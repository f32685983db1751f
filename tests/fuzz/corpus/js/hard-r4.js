const f = (g) => require('p')(() => f(() => f(g))); module.exports = { a: f(() => 1) };
