export interface Rule {
  country: string;
  rate(kind: string): number;
}

// Filled while the modules under rules/ load, read afterwards.
const rules = new Map<string, Rule>();
const aliases: Record<string, string> = {};

export function register(rule: Rule, ...otherNames: string[]): void {
  if (rules.has(rule.country)) throw new Error(`two rules for ${rule.country}`);
  rules.set(rule.country, rule);
  for (const name of otherNames) aliases[name] = rule.country;
}

export function ruleFor(country: string): Rule | undefined {
  return rules.get(aliases[country] ?? country);
}

export function supported(): string[] {
  return [...rules.keys()].sort();
}
