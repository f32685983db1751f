import { randomInt } from 'node:crypto';

interface Entry {
  code: string;
  expiresAt: number;
  tries: number;
}

const TTL_MS = 5 * 60 * 1000;

const codes = new Map<string, Entry>();

export function issue(phone: string): string {
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  codes.set(phone, { code, expiresAt: Date.now() + TTL_MS, tries: 0 });
  return code;
}

export function verify(phone: string, code: string): boolean {
  const entry = codes.get(phone);
  if (!entry || entry.expiresAt < Date.now()) return false;
  if (++entry.tries > 3) {
    codes.delete(phone);
    return false;
  }
  if (entry.code !== code) return false;
  codes.delete(phone);
  return true;
}

setInterval(() => {
  const now = Date.now();
  for (const [phone, entry] of codes) if (entry.expiresAt < now) codes.delete(phone);
}, 60_000).unref();
