const { a, ...rest } = new (class { a = 1; b = 2; })();
module.exports = [a, rest, { ...new (class { x = 1; m() {} })() }];
