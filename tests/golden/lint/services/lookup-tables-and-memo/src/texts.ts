const TEXTS: Record<string, Record<string, string>> = {
  en: { 'unknown-country': 'There is no rule for this country.' },
  de: { 'unknown-country': 'Für dieses Land gibt es keine Regel.' },
};

export function translate(key: string, lang = 'en'): string {
  const parts: string[] = [];
  for (const candidate of [lang, 'en']) {
    const text = TEXTS[candidate]?.[key];
    if (text) parts.push(text);
  }
  return parts[0] ?? key;
}
