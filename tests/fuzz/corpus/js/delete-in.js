const o = { a: 1, b: 2, c: 3 }; delete o.b; delete o['c']; delete o.none; const arr = [1, 2, 3]; delete arr[1];
module.exports = { o, has: ['a' in o, 'b' in o, 'toString' in o, 0 in arr, 1 in arr], len: arr.length };
