var r = typeof later; var later = 1; { function inner() { return 'in'; } } const t = inner();
function dup() { return 1; } function dup() { return 2; }
module.exports = { r, later, t, d: dup() };
