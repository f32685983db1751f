module.exports = { to: ['b', 'a'].toSorted(), rev: [1, 2, 3].toReversed(), by: [3, 1, 2].toSorted((a, b) => b - a) };
