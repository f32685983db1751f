const matrix = { eu: ['a', 'b'], us: ['c'], ap: [] }; const apps = []; outer: for (const region in matrix) { if (!matrix[region].length) continue outer; for (const zone of matrix[region]) { if (zone === 'b' && region !== 'us') break outer; apps.push({ name: `${region}-${zone}`, script: 'x.js' }); } }
module.exports = { apps, count: apps.length };
