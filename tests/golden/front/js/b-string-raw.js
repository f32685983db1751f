module.exports = [String.raw`a\n${1}b`, String.raw({ raw: ['x', 'y', 'z'] }, 1, 2, 3), String.raw`\u00e9${'q'}`];
