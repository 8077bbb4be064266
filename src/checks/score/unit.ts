/** UCUM units of metrics, case-sensitive, and those that accept a prefix. https://ucum.org/ucum */
const PREFIXED =
  'm|s|g|A|K|mol|cd|J|W|V|N|Pa|Hz|C|F|Ohm|S|Wb|T|H|lm|lx|Bq|Gy|Sv|kat|L|l|t|eV|By|bit|Bd|bar|rad|sr|cal|B|Np';
const ALONE = String.raw`%|\[(?:ppth|ppm|ppb)\]|10[*^]|deg|min|h|d|wk|mo|a|Cel|u|\[degF\]|\[ft_i\]|\[mi_i\]`;

/** Powers of ten, and of two for bits and bytes. */
const PREFIXES = '(?:Y|Z|E|P|T|G|M|k|h|da|d|c|m|u|n|p|f|a|z|y|Ki|Mi|Gi|Ti)';

/** Annotations such as `{request}`: any printable ASCII. */
const ANNOTATION = String.raw`\{[^{}\s]+\}`;

const SIMPLE = String.raw`(?:(?:${ALONE}|${PREFIXES}?(?:${PREFIXED}))(?:[+-]?\d+)?|\d+)(?:${ANNOTATION})?`;

const COMPONENT = `(?:${SIMPLE}|${ANNOTATION}|\\((?:${SIMPLE})(?:[./](?:${SIMPLE}))*\\))`;

const UNIT = new RegExp(`^/?${COMPONENT}(?:[./]${COMPONENT})*$`);

/**
 * Whether there is a unit, and it is valid in the Unified Code for Units of
 * Measure, as far as metrics use it.
 */
export function isUcum(unit: string): boolean {
  return UNIT.test(unit);
}

/** Units in words, as metric names repeat them. */
const WORDS = new Set(
  [
    ...['nanosecond', 'microsecond', 'millisecond', 'second', 'minute', 'hour'],
    ...['byte', 'kilobyte', 'megabyte', 'gigabyte', 'kibibyte', 'mebibyte', 'gibibyte', 'bit'],
    ...['celsius', 'hertz', 'percent', 'percentage', 'joule', 'watt', 'volt', 'meter', 'gram'],
  ].flatMap(word => [word, `${word}s`]),
);

/** Whether a metric's name contains its unit, as a word or as a UCUM code: `collection.duration.seconds`. */
export function hasUnitInName(name: string, unit: string): boolean {
  const parts = name.split(/[._-]/);
  return parts.some(part => WORDS.has(part) || (unit.length > 1 && part === unit));
}
