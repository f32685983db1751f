var v = 1; module.exports = { a: delete v, b: delete neverDeclared, v };
