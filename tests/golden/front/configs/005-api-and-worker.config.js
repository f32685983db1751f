module.exports = {
	apps: [
		{
			name: 'api',
			script: 'dist/main.js',
			instances: 2,
			exec_mode: 'cluster',
			max_memory_restart: '512M',
			env: {
				NODE_ENV: 'production',
				PORT: 3000,
			},
		},
		{
			name: 'worker',
			script: 'dist/worker.js',
			instances: 1,
			exec_mode: 'fork',
			max_memory_restart: '256M',
			env: {
				NODE_ENV: 'production',
				QUEUE_CONCURRENCY: 5,
			},
		},
	],
};
