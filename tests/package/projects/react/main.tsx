import 'seqscope';
import 'seqscope/react';
import type { SeqScope } from 'seqscope';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Figure() {
  const scope = useRef<SeqScope>(null);
  const [written, setWritten] = useState('');
  useEffect(() => {
    const listen = (event: Event) => setWritten((event as CustomEvent).detail.general.output);
    scope.current?.addEventListener('trace', listen);
    return () => scope.current?.removeEventListener('trace', listen);
  }, []);
  return (
    <figure>
      <seq-scope ref={scope} task="dates" text="25 September 2021" />
      <seq-view name="cell" />
      <figcaption>{written}</figcaption>
    </figure>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(<Figure />);
