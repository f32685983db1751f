exports.script = 'api.js';
