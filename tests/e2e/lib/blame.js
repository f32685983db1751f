// Whose fault is it that requests have failed? node blame.js NOTES FAILED PID [UNNOTED]
//
// NOTES is what the workers have written (note.js), FAILED what the load has: "PORT FROM TO WHY" for each request that
// failed, with its own port and the time from before it connected until it failed, in microseconds of CLOCK_MONOTONIC.
// Nobody else has the port in that time. Exits with 1 and a line for each request whose connection was not, in the end,
// that of the process PID; so many (0) may have been accepted by nobody, as far as was noted.
'use strict';
const fs = require('fs');

const [notes, failed, pid, unnoted = '0'] = process.argv.slice(2);
const lines = (file) => fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
const taken = new Map();
for (const line of lines(notes)) {
    const [by, port, at] = line.split(' ');
    if (!taken.has(port)) taken.set(port, []);
    taken.get(port).push({ by, at: Number(at) });
}
let left = Number(unnoted);
for (const line of lines(failed)) {
    const [port, from, to] = line.split(' ');
    const last = (taken.get(port) ?? []).filter((note) => note.at >= Number(from) && note.at <= Number(to)).at(-1);
    if (last?.by === pid || (!last && port !== '0' && left-- > 0)) continue;
    console.log(`not of ${pid}: ${line}: taken by ${last?.by ?? 'nobody'}`);
    process.exitCode = 1;
}
