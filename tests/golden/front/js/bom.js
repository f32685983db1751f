module.exports = { apps: [{ name: 'bom' }] };
