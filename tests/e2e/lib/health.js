// Healthy unless a file says otherwise: sick.NAME, hang.NAME (a number behind it: that instance), never.V for a version.
const fs = require('fs');
const { NAME, V, PORT } = process.env;
const has = (what) => [NAME, `${NAME}.${process.env.NODE_APP_INSTANCE}`].some((n) => fs.existsSync(`${what}.${n}`));
require('http').createServer((q, s) => {
    if (q.url === '/') return s.end(`${V || process.pid}\n`);
    fs.appendFileSync(`asked.${NAME}`, `${q.method} ${q.url} ${q.headers.host} ${q.headers['user-agent'].split('/')[0]} ${process.pid}\n`);
    if (has('hang')) return;
    s.statusCode = has('sick') || fs.existsSync(`never.${V}`) ? 503 : 200;
    s.end();
}).listen(Number(PORT));
