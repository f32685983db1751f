module.exports = [Math.pow(2, 10), Math.pow(10, 3), Math.log2(8), Math.clz32(1), Math.clz32(0), Math.fround(5.5), Math.fround(5.05), Math.imul(3, 4), Math.imul(0xffffffff, 5), Math.log2(1)];
