const o = {}; Object.defineProperty(o, 'x', { value: 1, enumerable: true }); Object.defineProperty(o, 'y', { value: 2 }); o.y = 5;
module.exports = [o, o.y, Object.getOwnPropertyNames(o), Object.keys(o), JSON.stringify(o), { ...o }, delete o.y, o.hasOwnProperty('y')];
