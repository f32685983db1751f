export const port = 3000; export const host = 'localhost'; export default { hidden: true }; export function url(p = port) { return `http://${host}:${p}`; }
