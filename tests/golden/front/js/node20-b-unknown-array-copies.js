module.exports = [1, 2, 3].with(0, process.env.EXTRA).concat([1, 2].toSpliced(process.env.EXTRA ? 0 : 1, 1));
