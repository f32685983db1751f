const services = { api: 3000, ws: 3001 }
const isProd = process.env.NODE_ENV === 'production'

export const apps = Object.entries(services).map(([name, PORT]) => ({
  name,
  script: `./${isProd ? 'dist' : 'src'}/${name}.${isProd ? 'mjs' : 'ts'}`,
  ...(isProd || { interpreter: 'tsx' }),
  env: { PORT },
}))

export const meta = { count: apps.length, isProd }
