const const = [{ name: 'x' }]; module.exports = { apps: const };
