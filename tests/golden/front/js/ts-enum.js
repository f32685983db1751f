module.exports = { level: 2, name: 'a', f: 'undefinedq', neg: 1, or: 1, opt: 1 };
