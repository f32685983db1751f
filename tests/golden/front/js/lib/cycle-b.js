const a = require('./cycle-a'); exports.seen = { early: a.early, late: a.late === undefined ? 'not yet' : a.late };
