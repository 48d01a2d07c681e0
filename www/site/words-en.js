// The words around the element in English. In paragraphs, `…` marks code and *…* emphasis.

export const en = {
  title: 'seqscope: an LSTM encoder–decoder at work',
  language: 'Language',
  themeToDark: 'Switch to dark',
  themeToLight: 'Switch to light',
  share: 'Share',
  shareDone: 'Link copied',
  shareFailed: 'Copy the address of this page',
  embed: 'Embed',
  newer: 'There is a new version of this page.',
  takeNewer: 'Reload',
  plan: 'Sections',
  leavesText: 'Shows another text; one click brings yours back',
  backTo: (/** @type {string} */ text) => `Back to “${text.length > 40 ? `${text.slice(0, 38)}…` : text}”`,
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
  footer: 'Rust, compiled to WebAssembly. MIT or Apache-2.0. No request leaves this site.',
  sources: 'Read more',

  // What differs from task to task.
  tasks: {
    dates: {
      heading: 'Watch an LSTM read a date',
      lead: [
        'Type a date in almost any spelling. Three small encoder–decoders, trained for this page, rewrite it as '
          + '`YYYY-MM-DD`, one character at a time. They differ in a single formula: how a state of the decoder scores '
          + 'each character that you typed.',
        'Nothing here is staged. The models run in your browser, on your text, at every key.',
      ],
      seen: 'A heatmap shows those weights: a row for each character written, a column for each character read. To '
        + 'write the month, the models look at the month, wherever you put it. Nobody told them where it is.',
      models: 'Measured on dates that none of them was trained on. Aligned: the share of digits written while the '
        + 'largest weight lay on the field that the digit belongs to.',
      limits: [
        'They were trained on dates from 1950 to 2049, in English and Chinese. Where the year does not '
          + 'lead, slashes mean month first, dots and dashes mean day first, unless there is no such month. Two digits '
          + 'of a year mean 1950 to 2049.',
        'They always answer. For a text that is no date the answer means nothing, and the probability beside it '
          + 'is only the model’s own opinion of itself.',
      ],
    },
    'en-fr': {
      heading: 'Watch an LSTM translate into French',
      lead: [
        'Type an English sentence. Three encoder–decoders, trained for this page, write it in French, piece by piece. '
          + 'They differ in a single formula: how a state of the decoder scores each piece that you typed.',
        'Nothing here is staged. The models run in your browser, on your text, at every key.',
      ],
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
      heading: 'Watch an LSTM translate into Chinese',
      lead: [
        'Type an English sentence. Three encoder–decoders, trained for this page, write it in Chinese, piece by piece. '
          + 'They differ in a single formula: how a state of the decoder scores each piece that you typed.',
        'Nothing here is staged. The models run in your browser, on your text, at every key.',
      ],
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
    own: {
      heading: 'Watch your own LSTM at work',
      lead: ['Type a text. Your models run in your browser, on your text, at every key. Nothing of them leaves this machine.'],
      seen: 'A heatmap shows those weights: a row for each token written, a column for each token read.',
      models: 'What you have brought. What is not in the files is not said here.',
      limits: ['What no file says is taken as you settled it: where that is not how the model was trained, its outputs are not those '
        + 'that it had there.'],
    },
  },
  otherTask: (/** @type {string} */ name) => ({
    heading: `Watch an LSTM at work: ${name}`,
    lead: ['Type a text. The models run in your browser, on your text, at every key.'],
    seen: 'A heatmap shows those weights: a row for each piece written, a column for each piece read.',
    models: 'Measured on texts that none of them was trained on.',
    limits: ['They always answer. The probability is only the model’s own opinion of itself.'],
  }),
};
