const log = (level) => (message) => console.log(JSON.stringify({ level, at: new Date().toISOString(), message: String(message) }));

module.exports = { info: log('info'), warn: log('warn'), error: log('error') };
