import 'dotenv/config'

export default {
  apps: [
    {
      name: 'sveltekit',
      script: './build/index.js',
      env: { PORT: process.env.PORT, ORIGIN: process.env.SITE },
    },
  ],
}
