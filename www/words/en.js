// The words of the elements in English.

import { failure } from './failures-en.js';

export const en = {
  task: 'Task',
  examples: 'Try',
  unknownNote: (/** @type {string[]} */ pieces) => `Not in the vocabulary: ${pieces.join(' ')}. `
    + 'The models read each of these as one and the same unknown sign.',
  dateNotes: {
    unknownYear: 'The models only know the years 1950 to 2049, so this year is none to them.',
    noSuchDay: 'There is no such day in the calendar. The models answer all the same.',
  },
  refused: (/** @type {string} */ reason) => `This text was not run: ${reason}.`,
  lastResult: 'Below is the last result.',
  outputs: 'Outputs',
  attentionName: (/** @type {string} */ attention) => (/** @type {Record<string, string>} */ ({
    dot: 'dot', general: 'general', concat: 'concat', concat_without_tanh: 'concat without tanh',
    none: 'no attention',
  }))[attention] ?? attention.replace(/^.+~/, '').replace(/-(gru|rnn)$/, (_, cell) => `, ${cell.toUpperCase()}`),
  probability: 'probability of the whole output',
  logProbability: 'log p',
  milliseconds: 'ms',
  timing: (/** @type {string} */ encode, /** @type {string} */ decode) => `encoder ${encode} ms, decoder ${decode} ms`,
  cutOff: 'The model did not end its output; it was cut off here.',
  announce: (/** @type {string[]} */ lines) => lines.join('; '),
  underline: 'Underline: ',
  sure: 'sure',
  unsure: 'not sure',
  guesses: 'Most of these words are guesses.',
  blank: 'Only blanks: there is nothing to read.',
  sureness: 'The underline of a word: how probable the model held it, from sure to not sure',
  unsureWords: (/** @type {string[]} */ words) => `Not sure of ${words.join(', ')}.`,
  waiting: 'waiting',
  load: (/** @type {string} */ size) => `Load it (${size})`,
  data: 'Data: ',
  dataSource: (/** @type {string} */ source) => source,
  licence: 'licence: ',
  modelsAre: (/** @type {string} */ parameters, /** @type {string} */ size) =>
    `${parameters} parameters, ${size} a model`,
  shared: (/** @type {string} */ size) => `, of which ${size} is a trunk that they share`,
  loading: (/** @type {string} */ received, /** @type {string} */ total) => `loading, ${received} of ${total}`,
  starting: 'starting',
  notAvailable: 'not available',
  close: 'Close',
  retry: 'Try again',
  failure,
  standing: {
    model: (/** @type {string} */ name, /** @type {string} */ progress) => `This comes with the model ${name}: ${progress}.`,
    answer: (/** @type {string} */ name) => `The model ${name} has not answered yet.`,
    text: 'This comes with a text: type one above.',
    refused: 'The text above was not run, so there is nothing to show.',
    unknown: 'This comes with the first answer.',
    notRun: (/** @type {string} */ text) => `Of “${text}”: what is typed was not run`,
    late: (/** @type {string} */ text) => `Of “${text}”: what is typed is not answered yet`,
    derived: 'Being computed anew',
    instead: (/** @type {string} */ name, /** @type {string} */ shown) => `Of ${shown}: ${name} has no answer`,
    onPaper: 'This was not ready when the page was printed. Wait a moment and print again.',
  },
  paintFailed: (/** @type {string} */ reason) => `The picture could not be painted: ${reason}`,

  scopeMissing: {
    none: () => 'This panel shows what a <seq-scope> runs. There is none in this page yet.',
    id: (/** @type {string} */ id) => `This panel waits for the <seq-scope> with the id “${id}”. There is none in this page yet.`,
    other: (/** @type {string} */ id) => `This panel belongs to a <seq-scope>, but the element with the id “${id}” is none.`,
  },

  mapsHeading: 'Where each model looks',
  grammar: 'Point at a cell to see it in all maps. Click pins it|, arrow keys walk, Esc lets go|.',
  withoutTanh: 'concat without its tanh',
  withoutTanhWords: 'All rows are the same: without the tanh the decoder’s state adds one and the same number to every '
    + 'score of a row, and the softmax ignores it.',
  withoutAttention: 'This model has no attention, so there is no map: at every step its decoder gets the same vector, the '
    + 'state that the encoder ended in.',
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
      inputLabel: 'Type a date',
      inputPlaceholder: 'for example 5 April 2021',
      emptyHint: 'Type a date, or take one of these.',
    },
    'en-fr': {
      name: 'English → French',
      inputLabel: 'Type an English sentence',
      inputPlaceholder: 'for example: We bought an old house.',
      emptyHint: 'Type an English sentence, or take one of these.',
    },
    'en-zh': {
      name: 'English → Chinese',
      inputLabel: 'Type an English sentence',
      inputPlaceholder: 'for example: We bought an old house.',
      emptyHint: 'Type an English sentence, or take one of these.',
    },
  },
  bring: (/** @type {boolean} */ isThere) => /** @type {string} */ (isThere ? 'Files of your own model…' : 'Your own model…'),
  otherTask: (/** @type {string} */ name) => ({
    name: name === 'own' ? 'Your own model' : name,
    inputLabel: 'Type a text',
    inputPlaceholder: '',
    emptyHint: 'Type a text.',
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
