export const PORTS = Object.freeze({ api: 1111, web: 2222 })
