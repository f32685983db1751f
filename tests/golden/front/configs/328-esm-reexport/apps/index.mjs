export { default as api } from './api.mjs'
export { default as web } from './web.mjs'
