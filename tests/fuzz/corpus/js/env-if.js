const apps = [{ name: 'a' }];
if (process.env.EXTRA) { apps.push({ name: 'extra', v: process.env.EXTRA }); } else { apps[0].plain = true; }
let mode; if (process.env.NODE_ENV === 'production') mode = 'p'; else if (process.env.NODE_ENV === 'staging') mode = 's'; else mode = 'd';
module.exports = { apps, mode };
