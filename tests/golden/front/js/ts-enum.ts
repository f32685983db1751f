enum Level { Low = 1, High }
declare const unused: string;
abstract class A { private x = 1; constructor(readonly y: number) {} }
const f = (a?: number, b: string = 'q'): string => `${a}${b}`;
module.exports = { level: Level.High, name: 'a', f: f(), neg: -(1 as number) + 2!, or: (process.env.NOPE! || 'd')!.length, opt: ({ a: { b: 1 } } as any)?.a!.b };
