// What each app here answers with, and how it misbehaves where the file `version` says so.
const version = require('fs').readFileSync('version', 'utf8').trim();
if (version === 'exits') process.exit(3);
if (version === 'crashes') setTimeout(() => { throw new Error('too late'); }, 100);
if (version === 'mute') {
    require('net').Server.prototype.listen = function () { return this; };
    setInterval(() => {}, 1000);
}
exports.who = () => `${version}.w${process.env.NODE_APP_INSTANCE}`;
exports.port = Number(process.env.PORT);
