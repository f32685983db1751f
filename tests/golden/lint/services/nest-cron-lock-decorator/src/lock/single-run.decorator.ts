import { redis } from '../redis';

/**
 * Runs the method in one process of the cluster: whoever sets the key first. The key is left to
 * expire, so a second worker whose clock is late does not run it again.
 */
export function SingleRun(name: string, ttlMs = 30_000): MethodDecorator {
  return (_target, _property, descriptor: PropertyDescriptor) => {
    const original = descriptor.value;
    descriptor.value = async function (...args: unknown[]) {
      const won = await redis.set(`single-run:${name}`, process.pid, 'PX', ttlMs, 'NX');
      if (won === null) return undefined;
      return original.apply(this, args);
    };
    return descriptor;
  };
}
