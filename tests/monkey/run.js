// cargo xtask monkey: many random actions in one browser. Ends with 1 where a page differed from a fresh one.
//
//     node tests/monkey/run.js [--actions 5000] [--every 40] [--seed 1] [--browser chromium] [--no-faults]
import { parseArgs } from 'node:util';
import { ENGINES } from '../engines/drivers.js';
import { FaultyServer } from './faulty-server.js';
import { monkey } from './monkey.js';

const { values } = parseArgs({
  options: {
    actions: { type: 'string', default: '5000' }, every: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    browser: { type: 'string', default: 'chromium' }, 'no-faults': { type: 'boolean', default: false },
  },
});
const open = ENGINES[values.browser];
if (!open) throw new Error(`--browser ${values.browser}: expected one of ${Object.keys(ENGINES).join(', ')}`);
const server = new FaultyServer();
const { differences, tried } = await monkey({
  open, server, origin: await server.listen(), seed: Number(values.seed), actions: Number(values.actions), every: Number(values.every),
  faults: !values['no-faults'], say: console.log,
});
await server.close();
const names = [...tried].sort();
const left = names.filter(([, { done }]) => done === 0);
for (const [name, { seen, done }] of names) console.log(`${String(done).padStart(5)} of ${String(seen).padStart(5)}  ${name}`);
console.log(`${names.length - left.length} of ${names.length} kinds of controls, addresses, keys and faults were tried`);
console.log(`${values.actions} actions with seed ${values.seed} in ${values.browser}: ${differences.length} differences`);
process.exit(differences.length === 0 ? 0 : 1);
