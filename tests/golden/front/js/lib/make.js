const shared = require('./shared');
module.exports = { make: (name) => ({ name, from: shared.name, file: __filename.split('/').pop() }) };
