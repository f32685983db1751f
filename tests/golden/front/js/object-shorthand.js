const name = 'api', port = 80; let { a, b: renamed, ...rest } = { a: 1, b: 2, c: 3, d: 4 };
module.exports = { name, port, a, renamed, rest };
