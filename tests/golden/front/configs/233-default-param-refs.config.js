const make = (name, port = 3000 + name.length, host = `${name}.local`, env = { HOST: host, PORT: port }) => ({ name, script: 'x.js', env });
module.exports = { apps: [make('a'), make('bb', 1), make('ccc', undefined, 'h'), make('d', null, undefined, {})] };
