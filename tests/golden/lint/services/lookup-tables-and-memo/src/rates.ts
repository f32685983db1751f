/* The same answer for the same argument, so it does not matter which process remembers it. */
const memo = new Map<number, number>();

export function roundedRate(rate: number): number {
  const known = memo.get(rate);
  if (known !== undefined) return known;
  const value = Math.round(rate * 1000) / 1000;
  memo.set(rate, value);
  return value;
}

const formatters: Record<string, Intl.NumberFormat> = {};

export function money(cents: number, locale: string): string {
  formatters[locale] ??= new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
  return formatters[locale].format(cents / 100);
}
