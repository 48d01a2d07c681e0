// Addresses as they reach the page: links of ours, and what becomes of them on their way through chats, forums and hands.
import { DEFAULT_STATE, formatState } from '../../../www/site/link.js';
import { HASHES } from '../../monkey/actions.js';
import { randomness } from '../../random.js';

/** @typedef {{ hash: string, search: string }} Parts of an address */

const NAMES = [
  'task', 'text', 'utf8', 'lang', 'attention', 'tanh', 'grid', 'gates', 'layer', 'direction', 'cell', 'unit', 'compare', 'compare.text',
  'v', 'cell.step', 'memory.step', 'attention.mode', 'whatif.rows', 'whatif.holds', 'whatif.prefix', 'whatif.silenced', 'whatif.value',
  'padding.pad', 'constructor', '__proto__', 'toString', 'constructor.constructor', '__proto__.a', 'cell.toString', 'cell.__proto__', '', '.',
  'panels', 'hasOwnProperty.call', 'a.b.c',
];
const VALUES = [
  '', 'dates', 'en-fr', 'en-zh', 'own', 'recall', 'zh', 'en', 'dot', 'general-gru', 'none-rnn', 'concat_without_tanh', 'dot~1·mine.pt', 'dot~',
  'without', 'pieces', 'decoder', 'backward', '0', '1', '007', '-1', '1e9', '0.5', '3.12', '.', '..', '3.', '.5', '999999', '9999999',
  '9'.repeat(400), 'Infinity', 'NaN', 'null', 'undefined', '__proto__', 'constructor', 'prototype', 'e1b-3_d', 'e-f-1_d2-i7-0.25',
  '3-..9800.200_all-1', '12.45.3', '%', '%%', '%2', '%zz', '%E0%A4%A', '%ED%A0%80', '%00', '\ud800', 'a\udc00b', '😀', '2021年4月5日', '5+April+2021',
  '5LqU5pyI', '====', '&amp;', '&amp;amp;', '#', '?', '=', '\n', '+%0A+', '%E2%80%A8', '<script>', '[object Object]',
];

/** @param {number} seed */
export function brokenAddresses(seed) {
  const { below, chance, pick, text } = randomness(seed);
  const field = () => `${pick(NAMES)}=${chance(0.2) ? encodeURIComponent(text()) : pick(VALUES)}`;
  const whole = () => {
    if (chance(0.3)) return pick(HASHES);
    if (chance(0.3)) return `#${Array.from({ length: below(6) }, field).join('&')}`;
    const index = () => below(300);
    return formatState({
      ...DEFAULT_STATE, task: pick([null, 'dates', 'en-zh', text()]), text: pick([null, text(), '2021年4月5日']), lang: pick([null, 'zh']),
      attention: pick([null, 'dot', 'general-gru']), pieces: chance(0.3), layer: below(3), component: pick(['encoder', 'decoder']),
      cell: chance(0.5) ? null : { target: index(), source: index() }, unit: chance(0.5) ? null : index(),
      panels: { ...chance(0.3) && { cell: { step: '3' } }, ...chance(0.3) && { whatif: { held: 'f=1&#', rows: '3-..9800.200' } } },
    });
  };

  /** Takes out, doubles and moves fields. @type {(link: string) => string} */
  const dealt = (link) => {
    const fields = link.slice(1).split('&');
    const at = below(fields.length);
    const [taken = ''] = fields.splice(at, 1);
    const back = pick([[], [taken, taken], [taken, field()], [`${taken}%`], [taken.toUpperCase()], [field()]]);
    fields.splice(below(fields.length + 1), 0, ...back);
    return `#${fields.join(pick(['&', '&', '&', '&amp;', ';', '&&']))}`;
  };
  /** @type {((link: string) => string)[]} */
  const ways = [
    dealt, dealt, dealt,
    (link) => link.slice(0, below(link.length + 1)),
    (link) => {
      const at = below(link.length + 1);
      return link.slice(0, at) + pick([text(), pick(VALUES), '%', '\ud83d', '&', '=']) + link.slice(at + below(4));
    },
    (link) => link.replaceAll('%', () => pick(['%', '%25', '', '%%'])),
    (link) => `#${encodeURIComponent(wellFormed(link.slice(1)))}`,
    (link) => link.replaceAll('&', '&amp;'),
    (link) => link.replace(/\d+/g, (digits) => pick([digits, `-${digits}`, `${digits}e3`, digits.repeat(below(40)), `${digits}.5`])),
    (link) => link + pick(['.', ')', '”', '。', '>', '%20', '#', '\u200b']),
    (link) => pick([link.toUpperCase(), link.split('').reverse().join(''), `#${link}`, `?${link.slice(1)}`, link + link]),
    (link) => (chance(0.05) ? link.split('&').map((each) => each.repeat(below(100))).join('&') : link),
  ];

  return () => {
    let hash = whole();
    for (let more = below(4); more > 0; more--) hash = pick(ways)(hash);
    const search = chance(0.8) ? '' : pick(ways)(whole()).replace('#', '?');
    return { hash, search };
  };
}

/** @param {string} text */
function wellFormed(text) {
  return text.replace(/[\ud800-\udfff]/g, '?');
}

/** Addresses of about so many characters, of which what reads them twice over would take hours. @type {Record<string, (length: number) => Parts>} */
export const LONG = {
  'one text': (length) => ({ hash: `#text=${'a'.repeat(length)}`, search: '' }),
  'blanks': (length) => ({ hash: `#task=dates&text=a${'+'.repeat(length)}b`, search: '' }),
  'line breaks and blanks': (length) => ({ hash: `#text=a${'%0A+++'.repeat(length / 6)}b`, search: '' }),
  'bytes': (length) => ({ hash: `#utf8=${'5LqU'.repeat(length / 4)}`, search: '' }),
  'broken bytes': (length) => ({ hash: `#utf8=${'5LqU*'.repeat(length / 5)}`, search: '' }),
  'percent signs': (length) => ({ hash: `#text=${'%'.repeat(length)}`, search: '' }),
  'an escaped link': (length) => ({ hash: `#task%3D${'%26'.repeat(length / 3)}`, search: '' }),
  'escaped ands': (length) => ({ hash: `#${'&amp;'.repeat(length / 5)}`, search: '' }),
  'fields that differ': (length) => ({ hash: `#${numbered(length / 8, (name) => `${name}=1`)}`, search: '' }),
  'the same field': (length) => ({ hash: `#${'unit=1&'.repeat(length / 7)}`, search: `?${'unit=1&'.repeat(length / 7)}` }),
  'fields of a panel': (length) => ({ hash: `#${numbered(length / 10, (name) => `cell.${name}=1`)}`, search: '' }),
  'panels': (length) => ({ hash: `#${numbered(length / 10, (name) => `${name}.step=1`)}`, search: '' }),
  'points': (length) => ({ hash: `#cell=${'.'.repeat(length)}&layer=${'1'.repeat(length)}`, search: '' }),
  'a weight for each of many': (length) => ({ hash: `#whatif.rows=3-${'1.'.repeat(length / 2)}`, search: '' }),
  'many changes': (length) => ({ hash: `#whatif.holds=${'e-f-1_'.repeat(length / 6)}&whatif.prefix=${'1.'.repeat(length / 2)}`, search: '' }),
  'names of attentions': (length) => ({ hash: `#attention=${'dot-gru~'.repeat(length / 8)}`, search: '' }),
};

/** @param {number} count @param {(name: string) => string} field */
function numbered(count, field) {
  const letters = (/** @type {number} */ index) => [...index.toString(26)].map((digit) => String.fromCharCode(97 + parseInt(digit, 26))).join('');
  return Array.from({ length: Math.floor(count) }, (_, index) => field(letters(index))).join('&');
}
