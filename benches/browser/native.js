// Training beside PyTorch, without a browser.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { table } from './report.js';

/** @import { Bench } from './sections.js' */

/** Sizes of the model for dates, and those of a translation model. */
const TRAININGS = {
  dates: ['--steps', '50'],
  translation: ['--batch', '96', '--steps', '8', '--d-model', '256', '--layers', '2', '--source-length', '9',
    '--target-length', '10', '--source-words', '4800', '--target-words', '4800', '--dropout', '0.2'],
};

/** @param {Bench} bench */
export async function native({ root, program, repeats, say }) {
  if (spawnSync('python3', ['-c', 'import torch'], { stdio: 'ignore' }).status !== 0) {
    say('left out: `python3 -c "import torch"` fails');
    return { leftOut: 'no PyTorch' };
  }
  const script = path.join(root, 'benches/pytorch_training.py');
  const quoted = `'${program.replaceAll('\'', '\'\\\'\'')}'`;
  const reports = [];
  for (const [task, options] of Object.entries(TRAININGS)) {
    const { status, stdout } = spawnSync('python3', [
      script, '--threads', '1', '--repeats', String(Math.ceil(repeats / 8)), ...options,
      '--beside', `${quoted} bench-training`,
    ], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    if (status !== 0) throw new Error(`benches/pytorch_training.py: expected exit code 0, found ${status}`);
    reports.push({ task, ...JSON.parse(stdout) });
  }
  say(table(['training, target tokens a second, 1 thread', 'seqscope', 'PyTorch', 'times as fast'],
    reports.map(({ task, median, beside }) =>
      [task, String(Math.round(beside.median)), String(median), beside.ratio.toFixed(2)])));
  return { reports };
}
