process.env.MADE_HERE = '1';
for (const key in process.env) if (key === 'MADE_HERE' && process.env.EXTRA === 'yes') delete process.env[key];
module.exports = [process.env.MADE_HERE || 'none'];
