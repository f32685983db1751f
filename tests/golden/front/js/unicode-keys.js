module.exports = { é: 1, 日本: 2, $a_b: 3, _: 4, 'a b': 5, '': 6, '😀': 7 };
