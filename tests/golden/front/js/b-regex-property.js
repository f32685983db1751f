module.exports = {
  word: /^\p{L}+$/u.test('hello'),
  upper: 'aBc1'.replace(/[\p{Lu}\d]/gu, '_'),
  not: /\P{L}/u.test('abc'),
  port: /^\p{N}+$/u.test(process.env.PORT || 'x'),
};
