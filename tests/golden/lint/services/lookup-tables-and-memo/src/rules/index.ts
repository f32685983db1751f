import { register } from '../registry';

const REDUCED = new Set(['book', 'food', 'newspaper']);
const EXEMPT = new Set<string>(['postage', 'insurance']);

function standard(country: string, normal: number, reduced: number) {
  return {
    country,
    rate(kind: string) {
      if (EXEMPT.has(kind)) return 0;
      return REDUCED.has(kind) ? reduced : normal;
    },
  };
}

register(standard('DE', 0.19, 0.07), 'GERMANY');
register(standard('FR', 0.2, 0.055), 'FRANCE');
register(standard('AT', 0.2, 0.1), 'AUSTRIA');
