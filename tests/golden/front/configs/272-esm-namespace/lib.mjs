export let count = 1
export const bump = () => { count += 1; return count }
export { count as total }
export * from './more.mjs'
