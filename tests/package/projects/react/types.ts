// What TypeScript is to know of the package: each line is an error where it does not.
import { SeqScope, type SeqScopeAttributes } from 'seqscope';
import { SeqView } from 'seqscope/elements';
import { loadModel, loadStudy } from 'seqscope/engine';

const scope: SeqScope | null = document.querySelector('seq-scope');
const view: SeqView = document.createElement('seq-view');
export const attributes: SeqScopeAttributes = { task: 'dates', text: '5 April 2021' };
// @ts-expect-error there is no such theme
export const wrong: SeqScopeAttributes = { theme: 'sepia' };

export async function run(): Promise<[string, number[]]> {
  const { loaded } = scope ? await scope.ready : { loaded: [view.name] };
  const model = await loadModel({ task: 'dates', attention: loaded[0] });
  const { output, weights } = model.run('5 April 2021');
  const study = await loadStudy({ task: 'dates' });
  study.free();
  return [output, weights.shape];
}
