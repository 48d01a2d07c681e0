// What www/elements/interface.js says of the elements, as tables for readers, as types, and as a custom elements manifest.
import { ELEMENTS } from '../../www/elements/interface.js';

/** @typedef {import('../../www/elements/interface.js').Element} Element */
/** @typedef {import('../../www/elements/interface.js').Words} Words */
/** @typedef {keyof Words} Language */

/** The heads of the tables. @type {Record<Language, Record<string, string[]>>} */
const HEADS = {
  en: {
    attributes: ['Attribute', 'Default', ''], properties: ['Property', 'Type', ''], methods: ['Method', 'Returns', ''], events: ['Event', 'Type', ''],
    slots: ['Slot', ''], parts: ['Part', ''], customProperties: ['Custom property', 'Default', ''],
  },
  zh: {
    attributes: ['属性', '默认', '说明'], properties: ['JS 属性', '类型', '说明'], methods: ['方法', '返回', '说明'], events: ['事件', '类型', '说明'],
    slots: ['插槽', '说明'], parts: ['::part', '说明'], customProperties: ['自定义属性', '默认', '说明'],
  },
};

/**
 * The tables of an element in Markdown, a kind of thing each.
 *
 * @param {Element} element
 * @param {Language} language
 */
export function tables(element, language) {
  const heads = HEADS[language];
  const code = (/** @type {string} */ text) => (text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``);
  /** @param {string} kind @param {string[][]} rows */
  const table = (kind, rows) => {
    if (rows.length === 0) return [];
    const head = /** @type {string[]} */ (heads[kind]);
    return [[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')];
  };
  const words = (/** @type {{ words: Words }} */ each) => each.words[language];
  return [
    ...table('attributes', element.attributes.map((each) => [code(each.name), standardOf(each, language), words(each)])),
    ...table('properties', element.properties.map((each) => [code(each.name), code(each.type), words(each)])),
    ...table('methods', element.methods.map((each) => [code(each.name), code(each.type), words(each)])),
    ...table('events', element.events.map((each) => [code(each.name), code(each.type), words(each)])),
    ...table('slots', element.slots.map((each) => [each.name === '' ? '' : code(each.name), words(each)])),
    ...table('parts', element.parts.map((each) => [code(each.name), words(each)])),
    ...table('customProperties', element.customProperties.map((each) => [code(each.name), standardOf(each, language), words(each)])),
  ].join('\n\n');
}

/**
 * @param {{ standard: string | Words }} each
 * @param {Language} language
 */
function standardOf({ standard }, language) {
  return typeof standard === 'string' ? standard : standard[language];
}

/**
 * A text in which `<!-- TAG -->` … `<!-- end of TAG -->` hold the tables of an element.
 *
 * @param {string} text
 * @param {Language} language
 */
export function withTables(text, language) {
  return ELEMENTS.reduce((written, element) => written.replace(
    new RegExp(`(<!-- ${element.tag} -->)[^]*?(<!-- end of ${element.tag} -->)`),
    (_, start, end) => `${start}\n${tables(element, language)}\n${end}`,
  ), text);
}

/** The attributes of each element as TypeScript interfaces. */
export function attributeTypes() {
  return ELEMENTS.map(({ className, attributes }) => {
    const fields = attributes.map(({ name, type, words }) =>
      `  /** ${words.en} */\n  ${JSON.stringify(name)}?: ${type};\n`);
    return `export interface ${className}Attributes {\n${fields.join('')}}\n`;
  }).join('\n');
}

/** The custom elements manifest of the package, which editors and catalogues read. */
export function customElementsManifest() {
  const declarations = ELEMENTS.map((element) => ({
    kind: 'class', customElement: true, tagName: element.tag, name: element.className,
    superclass: { name: 'HTMLElement' }, description: element.words.en,
    attributes: element.attributes.map(({ name, type, standard, words, property }) => ({
      name, type: { text: type }, description: words.en, ...standard && { default: standardOf({ standard }, 'en') }, ...property && { fieldName: property },
    })),
    members: [
      ...element.attributes.flatMap(({ property, type, words }) => (property
        ? [{ kind: 'field', name: property, type: { text: type }, description: words.en }] : [])),
      ...element.properties.map(({ name, type, readonly, words }) =>
        ({ kind: 'field', name, type: { text: type }, readonly, description: words.en })),
      ...element.methods.map(({ name, type, words }) =>
        ({ kind: 'method', name: name.replace(/\(.*/, ''), return: { type: { text: type } }, description: words.en })),
    ],
    events: element.events.map(({ name, type, words }) => ({ name, type: { text: type }, description: words.en })),
    slots: element.slots.map(({ name, words }) => ({ name, description: words.en })),
    cssParts: element.parts.map(({ name, words }) => ({ name, description: words.en })),
    cssProperties: element.customProperties.map(({ name, standard, words }) =>
      ({ name, default: standardOf({ standard }, 'en'), description: words.en })),
  }));
  const named = (/** @type {Element} */ { className }) => ({ name: className });
  return {
    schemaVersion: '2.1.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module', path: 'elements.js', declarations,
        exports: ELEMENTS.map((element) => ({ kind: 'js', name: element.className, declaration: named(element) })),
      },
      {
        kind: 'javascript-module', path: 'seq-scope.js',
        exports: ELEMENTS.map((element) => ({
          kind: 'custom-element-definition', name: element.tag, declaration: { ...named(element), module: 'elements.js' },
        })),
      },
    ],
  };
}
