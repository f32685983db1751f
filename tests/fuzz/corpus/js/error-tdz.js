module.exports = { a: later }; const later = 1;
