export const extra = 'more'
export default 'ignored by star'
