module.exports = { a: ['\n\t\\\'\"', "\x41\u0042\u{43}\u{1F600}", '\0', '\
continued', 'é', '日本', '\ud83d\ude00', '\u2028', '\101\7', "it's", 'a\/b', '\q'], b: 'x'['length'] };
