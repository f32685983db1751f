const u = new URL('http://a/?a=1&b=2&a=3&c=%41+x');
module.exports = [u.searchParams.get('a'), u.searchParams.getAll('a'), u.searchParams.has('b'), u.searchParams.toString(), u.searchParams.get('zz'), [...u.searchParams], Object.fromEntries(u.searchParams), u.searchParams.get('c')];
