export type Port = number;
export const ports: Record<string, Port> = { a: 1, b: 2 };
export type { Port as P };
