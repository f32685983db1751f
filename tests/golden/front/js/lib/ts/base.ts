export interface Options { name: string; script?: string }
export type Base = { name: string };
export const base: Base = { name: 'base' };
export function url(n: string): string { return `${n}.js`; }
