const f = (n) => [n].map((x) => [x].map((y) => [y].forEach((z) => f(z+1)))); module.exports = { a: f(0) };
