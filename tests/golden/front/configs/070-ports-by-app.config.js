module.exports = {
  apps: [
    { name: 'tenant-a', script: 'server.js', env: { TENANT: 'a', PORT: 5001 }, out_file: './logs/a.out', error_file: './logs/a.err' },
    { name: 'tenant-b', script: 'server.js', env: { TENANT: 'b', PORT: 5002 }, out_file: './logs/b.out', error_file: './logs/b.err' },
    { name: 'tenant-c', script: 'server.js', env: { TENANT: 'c', PORT: 5001 }, out_file: './logs/c.out', error_file: './logs/c.err' },
  ],
}
