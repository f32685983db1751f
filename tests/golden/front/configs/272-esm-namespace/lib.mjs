export const count = 1
export const double = (n) => n * 2
export { count as total }
export * from './more.mjs'
