setInterval(() => console.log('alive'), 1000);
process.on('SIGINT', () => process.exit(0));
