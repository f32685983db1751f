const parts = ['--max-old-space-size=' + 4 * 256]; parts.push('--port', String(8080)); let s = ''; for (const p of parts) s += (s ? ' ' : '') + p;
module.exports = { args: parts.join(' '), s, q: "it's " + `"quoted"` + '\\' };
