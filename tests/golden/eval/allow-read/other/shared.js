exports.script = 'shared.js';
