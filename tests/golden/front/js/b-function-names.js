function foo(a, b = 1) {}
module.exports = [foo.name, foo.length, ((a, b) => 0).length, (x => x).length, class Foo {}.name];
