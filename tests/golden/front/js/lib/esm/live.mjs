export let count = 1
export const bump = () => { count += 1; return count }
export const extra = 'more'
export { count as total }
