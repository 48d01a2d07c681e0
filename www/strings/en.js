// The words of the page in English. In paragraphs, `…` marks code and *…* emphasis.

export const en = {
  // The page around the element.
  title: 'seqscope: an LSTM encoder–decoder at work',
  language: 'Language',
  themeToDark: 'Switch to dark',
  themeToLight: 'Switch to light',
  share: 'Share',
  shareDone: 'Link copied',
  shareFailed: 'Copy the address of this page',
  embed: 'Embed',
  embedHeading: 'Put it in a page of yours',
  embedWords: 'Copy the folders `www` and `pkg` side by side to your server. Then these two lines are all it takes:',
  close: 'Close',
  noScript: 'This page runs its models in JavaScript and WebAssembly.',

  seenHeading: 'What you see',
  seen: [
    'The *encoder* is an LSTM that reads what you type from both ends. It leaves one vector m for each piece of it. '
      + 'The *decoder* is a second LSTM. At every step its state s is compared with every m. A softmax turns these '
      + 'scores into weights that sum to 1, and the weighted sum of the m, the *context*, decides together with s what '
      + 'is written next.',
  ],
  modelColumns: { attention: 'attention', rnn: 'cell', parameters: 'parameters', size: 'file' },
  qualityName: (/** @type {string} */ name) => (/** @type {Record<string, string>} */ ({
    bleu: 'BLEU', bleuBeam5: 'with a beam of 5', bleuLowerCased: 'from lower case', bleu32Bit: 'with 32 bits',
    chrf: 'chrF', emptyOrLooping: 'empty or loops', exactMatch: 'exact', alignment: 'aligned',
  }))[name] ?? name,
  modelsMissing: (/** @type {string} */ reason) => `The list of models could not be read: ${reason}`,
  footer: 'Rust, compiled to WebAssembly. MIT or Apache-2.0. No request leaves this site.',
  sources: 'Read more',

  // The element.
  task: 'Task',
  examples: 'Try',
  unknownNote: (/** @type {string[]} */ pieces) => `Not in the vocabulary: ${pieces.join(' ')}. `
    + 'The models read each of these as one and the same unknown sign.',
  refused: (/** @type {string} */ reason) => `This text was not run: ${reason}.`,
  lastResult: 'Below is the last result.',
  outputs: 'Outputs',
  attentionName: (/** @type {string} */ attention) => (/** @type {Record<string, string>} */ ({
    dot: 'dot', general: 'general', concat: 'concat', concat_without_tanh: 'concat without tanh',
  }))[attention] ?? attention.replace(/-(gru|rnn)$/, (_, cell) => `, ${cell.toUpperCase()}`),
  probability: 'probability of the whole output',
  logProbability: 'log p',
  milliseconds: 'ms',
  timing: (/** @type {string} */ encode, /** @type {string} */ decode) => `encoder ${encode} ms, decoder ${decode} ms`,
  cutOff: 'The model did not end its output; it was cut off here.',
  announce: (/** @type {string[]} */ lines) => lines.join('; '),
  underline: 'Underline',
  sure: 'sure',
  unsure: 'not sure',
  sureness: 'The underline of a word: how probable the model held it, from sure to not sure',
  unsureWords: (/** @type {string[]} */ words) => `Not sure of ${words.join(', ')}.`,
  waiting: 'waiting',
  load: (/** @type {string} */ size) => `Load it (${size})`,
  data: 'Data',
  licence: 'licence',
  modelsAre: (/** @type {string} */ parameters, /** @type {string} */ size) =>
    `${parameters} parameters, ${size} a model`,
  loading: (/** @type {string} */ received, /** @type {string} */ total) => `loading, ${received} of ${total}`,
  starting: 'starting',
  notAvailable: 'not available',
  retry: 'Try again',
  failures: {
    manifest: 'The list of models (manifest.json) could not be read.',
    missing: (/** @type {string} */ subject) => `The file ${subject} is not on the server.`,
    network: (/** @type {string} */ subject) => `The file ${subject} could not be fetched. Is the network there?`,
    engine: 'The WebAssembly module could not be started. It needs a current browser: Chrome or Edge 123, Firefox 120, '
      + 'Safari 17.5 or later.',
    file: (/** @type {string} */ subject) => `The file ${subject} is no model that can be read.`,
    unlisted: (/** @type {string} */ subject) => `The list of models names no LSTM with ${subject} attention.`,
  },
  paintFailed: (/** @type {string} */ reason) => `The picture could not be painted: ${reason}`,

  mapsHeading: 'Where each model looks',
  grammar: 'Point at a cell to see it in all maps. Click pins it, arrow keys walk, Esc lets go.',
  withoutTanh: 'concat without its tanh',
  withoutTanhWords: 'All rows are the same: without the tanh the decoder’s state adds one and the same number to every '
    + 'score of a row, and the softmax ignores it.',
  mapLabel: (/** @type {string} */ name) => `Attention weights, ${name}`,
  mapRole: 'attention map',
  grid: 'Map by',
  gridUnits: { words: 'words', pieces: 'pieces' },
  weight: 'weight',
  score: 'score',
  step: 'step',
  notInVocabulary: 'not in the vocabulary',
  cellSpoken: (/** @type {string} */ target, /** @type {string} */ source, /** @type {string[]} */ weights) =>
    `${target} from ${source}: ${weights.join(', ')}`,
  candidates: 'Best candidates of this step',
  candidatesOf: (/** @type {string} */ piece) => `Best candidates for ${piece}`,
  startsWord: 'starts a word',

  gatesHeading: 'Inside the LSTM',
  gatesWords: 'A row for each unit, a column for each step.',
  gatesGrammar: 'Point at a value to read it, click to follow its unit over time.',
  ofModel: 'Attention',
  part: 'Part',
  encoder: 'encoder',
  decoder: 'decoder',
  layer: 'Layer',
  layerNumber: (/** @type {number} */ number) => `${number}`,
  direction: 'Reads',
  forward: '→ forward',
  backward: '← backward',
  signalName: (/** @type {string} */ letter) => (/** @type {Record<string, string>} */ ({
    i: 'input gate', f: 'forget gate', g: 'candidate', o: 'output gate', c: 'memory', h: 'state',
    r: 'reset gate', z: 'update gate', n: 'candidate',
  }))[letter] ?? letter,
  signalWords: (/** @type {string} */ letter, /** @type {string} */ cell) => (/** @type {Record<string, string>} */ ({
    i: 'how much of g is written', f: 'how much of c is kept', g: 'what could be written', o: 'how much of c is shown',
    c: 'f · c + i · g',
    h: cell === 'lstm' ? 'o · tanh c' : cell === 'gru' ? 'z · h + (1 − z) · n' : 'tanh of what comes in and h',
    r: 'how much of h the candidate sees', z: 'how much of h is kept', n: 'what could be written',
  }))[letter] ?? letter,
  rasterLabel: (/** @type {string} */ letter, /** @type {string} */ name) => `${letter}, ${name}: units by steps`,
  rasterRole: 'gate raster',
  unit: 'unit',
  unitNumber: (/** @type {number} */ unit) => `unit ${unit}`,
  gateSpoken: (/** @type {number} */ unit, /** @type {string} */ token, /** @type {string[]} */ values) =>
    `unit ${unit} at ${token}: ${values.join(', ')}`,
  unitHeading: (/** @type {number} */ unit) => `Unit ${unit} over time`,
  unitLabel: (/** @type {number} */ unit, /** @type {string[]} */ names) => `Lines of ${names.join(', ')} of unit ${unit}`,
  axisGates: 'gates',
  axisStates: 'states',
  legend: (/** @type {string} */ low, /** @type {string} */ high) => `colours from ${low} to ${high}`,
  noGates: 'The gates are shown when this model has run.',

  // What differs from task to task.
  tasks: {
    dates: {
      name: 'Dates',
      heading: 'Watch an LSTM read a date',
      lead: [
        'Type a date in almost any spelling. Three small encoder–decoders, trained for this page, rewrite it as '
          + '`YYYY-MM-DD`, one character at a time. They differ in a single formula: how a state of the decoder scores '
          + 'each character that you typed.',
        'Nothing here is staged. The models run in your browser, on your text, at every key.',
      ],
      inputLabel: 'Type a date',
      inputPlaceholder: 'for example 5 April 2021',
      emptyHint: 'Type a date, or take one of these.',
      seen: 'A heatmap shows those weights: a row for each character written, a column for each character read. To '
        + 'write the month, the models look at the month, wherever you put it. Nobody told them where it is.',
      models: 'Measured on dates that none of them was trained on. Aligned: the share of digits written while the '
        + 'largest weight lay on the field that the digit belongs to.',
      limits: [
        'They were trained on dates from 1950 to 2049, in English and Chinese. Where the year does not '
          + 'lead, slashes mean month first, dots and dashes mean day first. Two digits of a year mean 1950 to 2049.',
        'They always answer. For a text that is no date the answer means nothing, and the probability beside it '
          + 'is only the model’s own opinion of itself.',
      ],
    },
    'en-fr': {
      name: 'English → French',
      heading: 'Watch an LSTM translate into French',
      lead: [
        'Type an English sentence. Three encoder–decoders, trained for this page, write it in French, piece by piece. '
          + 'They differ in a single formula: how a state of the decoder scores each piece that you typed.',
        'Nothing here is staged. The models run in your browser, on your text, at every key.',
      ],
      inputLabel: 'Type an English sentence',
      inputPlaceholder: 'for example: We bought an old house.',
      emptyHint: 'Type an English sentence, or take one of these.',
      seen: 'A heatmap shows those weights: a row for each word written, a column for each word read. Where French '
        + 'keeps the order of English they lie on a diagonal; where an adjective changes places, a negation splits or '
        + 'an article melts into a preposition, they leave it. Nobody told the models which words belong together.',
      models: 'Measured on sentences that none of them was trained on. BLEU counts the runs of one to four words that '
        + 'a translation shares with those of people, chrF the runs of letters. Aligned: the share of words whose '
        + 'largest weight lies where a statistical aligner, which sees both sentences, would put it.',
      limits: [
        'They were trained on short everyday sentences. What is long, technical or told over several sentences is '
          + 'beyond them, and names that they never saw are spelled from pieces.',
        'They always answer. A fluent sentence may be a wrong one, and the probability beside it is only the model’s '
          + 'own opinion of itself. The maps show where a model looked, which is not always why it wrote what it wrote.',
      ],
    },
    'en-zh': {
      name: 'English → Chinese',
      heading: 'Watch an LSTM translate into Chinese',
      lead: [
        'Type an English sentence. Three encoder–decoders, trained for this page, write it in Chinese, piece by piece. '
          + 'They differ in a single formula: how a state of the decoder scores each piece that you typed.',
        'Nothing here is staged. The models run in your browser, on your text, at every key.',
      ],
      inputLabel: 'Type an English sentence',
      inputPlaceholder: 'for example: We bought an old house.',
      emptyHint: 'Type an English sentence, or take one of these.',
      seen: 'A heatmap shows those weights: a row for each piece written, a column for each word read. Chinese says '
        + 'time and place before the verb and whatever describes a noun before the noun, so whole phrases leave the '
        + 'diagonal. Nobody told the models which words belong together.',
      models: 'Measured on sentences that none of them was trained on. BLEU counts the runs of one to four characters '
        + 'that a translation shares with those of people, chrF those of up to six. Aligned: the share of words whose '
        + 'largest weight lies where a statistical aligner, which sees both sentences, would put it.',
      limits: [
        'They were trained on far fewer sentences than those for French, all of them short and of everyday matters. '
          + 'What is long, technical or told over several sentences is beyond them.',
        'They always answer. A fluent sentence may be a wrong one, and the probability beside it is only the model’s '
          + 'own opinion of itself. The maps show where a model looked, which is not always why it wrote what it wrote.',
      ],
    },
  },
  otherTask: (/** @type {string} */ name) => ({
    name,
    heading: `Watch an LSTM at work: ${name}`,
    lead: ['Type a text. The models run in your browser, on your text, at every key.'],
    inputLabel: 'Type a text',
    inputPlaceholder: '',
    emptyHint: 'Type a text.',
    seen: 'A heatmap shows those weights: a row for each piece written, a column for each piece read.',
    models: 'Measured on texts that none of them was trained on.',
    limits: ['They always answer. The probability is only the model’s own opinion of itself.'],
  }),

  // What differs with what a row and a column of a map stand for.
  units: {
    characters: {
      maps: 'A row for each character written, a column for each character read.',
      read: 'character read', written: 'character written',
    },
    pieces: {
      maps: 'A row for each piece written, a column for each piece read. ␣ stands where a word starts.',
      read: 'piece read', written: 'piece written',
    },
    // Words that are read, pieces that are written: for a target without spaces.
    mixed: {
      maps: 'A row for each piece written, as Chinese has no spaces between words, and a column for each word read, '
        + 'which has the sum of what its pieces get.',
      read: 'word read', written: 'piece written',
    },
    words: {
      maps: 'A row for each word written, a column for each word read. A word of several pieces has the sum of what '
        + 'its pieces get and the mean of what they give.',
      read: 'word read', written: 'word written',
    },
  },
};
