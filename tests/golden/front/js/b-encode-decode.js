module.exports = [encodeURIComponent('a b&c/é'), decodeURIComponent('a%20b%26%C3%A9'), decodeURI('a%20b%26%2F'), escape('a b+é€'), unescape('a%20b%E9')];
