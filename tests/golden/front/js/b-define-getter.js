const o = {}; Object.defineProperty(o, 'x', { get() { return 5; }, enumerable: true }); Object.defineProperties(o, { z: { value: 3, enumerable: true, writable: true }, w: { value: 1 } }); o.z = 4;
module.exports = [o, o.x];
