class A { constructor() { this.env = { ...process.env.FOO && { F: 1 }, P: process.env.PORT || 3 }; } }
module.exports = { apps: [new A()] };
