// The article: what its words set is there to be set, and both languages say the same.
import assert from 'node:assert/strict';
import test from 'node:test';
import { en } from '../../../www/site/en.js';
import { zh } from '../../../www/site/zh.js';
import { isOn, presetsOf } from '../../../www/panels/whatif/presets.js';
import { parseChanges } from '../../../www/panels/whatif/interventions.js';
import { PANELS } from '../../../www/panels/index.js';
import * as attention from '../../../www/panels/attention/words.js';
import * as explanation from '../../../www/panels/explanation/words.js';
import * as gradients from '../../../www/panels/gradients/words.js';
import * as memory from '../../../www/panels/memory/words.js';
import * as padding from '../../../www/panels/padding/words.js';
import * as recall from '../../../www/panels/recall/words.js';
import * as repeat from '../../../www/panels/repeat/words.js';
import * as units from '../../../www/panels/units/words.js';
import * as whatif from '../../../www/panels/whatif/words.js';
import { formatState, parseState } from '../../../www/site/link.js';
import { traceOf } from '../traces.js';

/** What a field that chooses among several can be. */
const CHOICES = /** @type {Record<string, object>} */ ({
  'attention.mode': attention.en.modes,
  'explanation.gradient': explanation.en.gradients,
  'explanation.measure': explanation.en.measures,
  'gradients.measure': gradients.en.measures,
  'gradients.models': gradients.en.comparedModels,
  'gradients.weights': gradients.en.weightsOf,
  'gradients.scale': gradients.en.scales,
  'memory.view': memory.en.views,
  'padding.way': padding.en.moves.ways,
  'recall.weights': recall.en.weightsOf,
  'repeat.map': repeat.en.names,
  'units.order': units.en.orders,
  'whatif.mode': whatif.en.modes,
});

/** @param {import('../../../www/site/en.js').Section} section */
function linksOf({ paragraphs }) {
  return paragraphs.flatMap((paragraph) => (typeof paragraph === 'string'
    ? [...paragraph.matchAll(/\[[^\]]+\]\(([^)]*)\)/g)].map(([, fields = '']) => fields) : []));
}

test('both languages have the same sections, and their words set the same fields', () => {
  const shape = (/** @type {typeof en} */ { sections }) => sections.map((section) =>
    [section.panel, section.paragraphs.length, ...linksOf(section).sort()]);
  assert.deepEqual(shape(zh), shape(en));
});

test('every field that the article sets is one of the page or of the panel beside it, with a value that it can have', async () => {
  for (const section of en.sections) {
    const { panel } = await /** @type {() => Promise<any>} */ (PANELS[section.panel])();
    for (const link of linksOf(section)) {
      const fields = [...new URLSearchParams(link)];
      assert.ok(fields.length > 0, `${section.panel}: ${link}`);
      for (const [field, value] of fields) {
        const [name = '', own] = field.split('.');
        if (own === undefined) {
          if (value === '') continue;
          // What the address cannot read is dropped.
          const read = formatState(parseState({ hash: `#${field}=${encodeURIComponent(value)}`, search: '' }));
          assert.equal(new URLSearchParams(read.slice(1)).get(field), value, link);
          continue;
        }
        assert.equal(name, section.panel, link);
        assert.ok(own in panel.defaults, `${field} is no field of its panel`);
        if (value === '') continue;
        const standard = panel.defaults[own];
        if (typeof standard === 'number') assert.match(value, /^-?\d+$/, link);
        if (typeof standard === 'boolean') assert.match(value, /^(yes|no)$/, link);
        if (typeof standard === 'number' || typeof standard === 'boolean') continue;
        assert.ok(!(field in CHOICES) || value in /** @type {object} */ (CHOICES[field]), `${link}: no such choice`);
        assert.notEqual(value, standard, `${link}: that is what is there by itself`);
      }
    }
  }
});

test('a change that the article makes is one of the presets, so that the picture shows which', () => {
  const section = en.sections.find(({ panel }) => panel === 'whatif');
  assert.ok(section);
  const links = linksOf(section).map((link) => new URLSearchParams(link));
  const written = links.flatMap((fields) => {
    const [holds = '', silenced = '', rows = ''] = ['holds', 'silenced', 'rows'].map((name) =>
      fields.get(`whatif.${name}`) ?? '');
    return holds || silenced || rows ? [parseChanges({ prefix: '', holds, silenced, rows })] : [];
  });
  const presets = presetsOf(traceOf('abc'));
  assert.deepEqual(written.map((changes) => presets.filter((preset) => isOn(preset, changes)).map(({ name }) => name)), [
    ['onlyFirst'], ['forgetNothing'], ['forgetEverything'], ['withoutBackward'],
  ]);
});
