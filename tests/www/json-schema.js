// As much of JSON Schema as docs/trace.schema.json uses; a keyword that is not known here fails.

const SAYS_NOTHING = ['$schema', '$id', '$defs', 'title', 'description'];
const TYPES = /** @type {Record<string, (value: any) => boolean>} */ ({
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
});

/**
 * What of a value does not fit.
 *
 * @param {any} value
 * @param {any} schema
 * @param {any} [root]
 * @param {string} [where]
 * @returns {string[]}
 */
export function valid(value, schema, root = schema, where = '') {
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    const wrong = (/** @type {boolean} */ holds) => (holds ? [] : [`${where}: ${keyword} ${JSON.stringify(rule)}`]);
    if (SAYS_NOTHING.includes(keyword)) return [];
    switch (keyword) {
      case '$ref': return valid(value, root.$defs[rule.replace('#/$defs/', '')], root, where);
      case 'type': return wrong(TYPES[rule]?.(value) ?? false);
      case 'const': return wrong(value === rule);
      case 'enum': return wrong(rule.includes(value));
      case 'minimum': return wrong(value >= rule);
      case 'maximum': return wrong(value <= rule);
      case 'minItems': return wrong(value.length >= rule);
      case 'maxItems': return wrong(value.length <= rule);
      case 'required': return rule.filter((/** @type {string} */ name) => !(name in value)).map((/** @type {string} */ name) => `${where}: ${name} is missing`);
      case 'properties': return Object.entries(rule).flatMap(([name, each]) =>
        (name in value ? valid(value[name], each, root, `${where}.${name}`) : []));
      case 'additionalProperties': return Object.keys(value).filter((name) => !(name in schema.properties)).map((name) => `${where}: ${name} is not described`);
      case 'items': return value.flatMap((/** @type {any} */ each, /** @type {number} */ index) => valid(each, rule, root, `${where}[${index}]`));
      default: throw new Error(`${where}: the keyword ${keyword} is not known`);
    }
  });
}
