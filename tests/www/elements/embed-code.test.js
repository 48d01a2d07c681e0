import assert from 'node:assert/strict';
import test from 'node:test';
import { embedCode } from '../../../www/elements/saving/embed-code.js';

test('the code to embed a picture has what is typed as an attribute, whatever that is', () => {
  const attributes = { task: 'en-fr', text: '<b> "x" & {{ y }}', parts: 'maps', attention: 'dot' };
  const [script, scope, ...rest] = embedCode({ attributes, view: null }).split('\n');
  assert.match(script ?? '', /^<script type="module" src="file:\/\/[^"]+\/www\/elements\/seq-scope\.js"><\/script>$/);
  assert.equal(scope, '<seq-scope task="en-fr" text="&lt;b> &quot;x&quot; &amp; &#123;&#123; y }}" parts="maps" attention="dot"></seq-scope>');
  assert.deepEqual(rest, ['']);
});

test('a panel comes with the element that it shows more of', () => {
  assert.match(embedCode({ attributes: { task: 'dates' }, view: 'memory' }), /<seq-scope task="dates"><\/seq-scope>\n<seq-view name="memory"><\/seq-view>\n$/);
});
