import portOf, { services } from './config/services.js'

export default {
  apps: services.map((name) => ({
    name,
    script: `./services/${name}.js`,
    env: { PORT: portOf(name) },
  })),
}
