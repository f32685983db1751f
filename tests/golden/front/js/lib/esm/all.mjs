export * from './base.mjs'; export * as base from './base.mjs'; export { default as fallback } from './base.mjs'; export const own = 1;
