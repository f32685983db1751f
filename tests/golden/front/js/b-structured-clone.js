module.exports = structuredClone({ a: [1, { b: 2 }], c: new Map([[1, { x: 1 }]]).size, d: null, e: undefined });
