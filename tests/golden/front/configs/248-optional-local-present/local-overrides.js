module.exports = { watch: ['src'], env: { PORT: 3999, DEBUG: '*' } };
