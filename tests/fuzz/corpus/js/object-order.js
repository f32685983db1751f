module.exports = { b: 1, 2: 'two', a: 2, 1: 'one', '10': 'ten', '01': 'x', '-1': 'neg', 4294967295: 'big', 4294967294: 'index' };
