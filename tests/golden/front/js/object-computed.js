const k = 'name', i = 2;
module.exports = { [k]: 1, [`${k}2`]: 2, [i + 1]: 3, ['a' + 'b']: 4, 'quoted-key': 5, 0x10: 6, 1.5: 7, [null]: 8, [[1, 2]]: 9 };
