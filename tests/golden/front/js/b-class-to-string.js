class T { toString() { return 'T!'; } }
class V { valueOf() { return 4; } }
module.exports = [`${new T()}`, 'a' + new T(), String(new T()), [new T()].join(), `${new (class {})()}`];
