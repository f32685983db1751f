module.exports = { apps: [1], toJSON() { return { b: 2 }; } };
