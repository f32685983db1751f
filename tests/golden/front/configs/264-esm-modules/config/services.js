export const services = ['auth', 'users', 'feed']
export const basePort = 6000
export default function portOf(name) {
  return basePort + services.indexOf(name)
}
