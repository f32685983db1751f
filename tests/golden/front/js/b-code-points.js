module.exports = ['abc'.normalize(), 'abc'.codePointAt(1), '😀'.codePointAt(0), String.fromCodePoint(128512, 65), 'x'.codePointAt(5)];
