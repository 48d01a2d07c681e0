// The article around the element, in English. In paragraphs `…` marks code, *…* emphasis, and [words](fields) a button
// that sets fields of the address, so that the picture beside the paragraph shows what it speaks of.

/**
 * @typedef {string | { formula: 'memory' | 'unrolled' | 'carry' | 'withoutTanh' | 'scores' }} Paragraph
 * @typedef {{ heading: string, panel: string, paragraphs: Paragraph[] }} Section
 * @typedef {{ sections: Section[], models: string, limits: string }} Article models, limits: headings of what the task
 *   says itself
 */

/** @type {Article} */
export const en = {
  sections: [
    {
      heading: 'An LSTM at a glance',
      panel: 'cell',
      paragraphs: [
        'A recurrent network reads one token at a time and carries what it has understood in a vector. An LSTM '
          + '(Hochreiter and Schmidhuber 1997) carries two: the *memory* c, which is only ever scaled and added to, and '
          + 'the *state* h, the part of the memory that the rest of the network gets to see.',
        { formula: 'memory' },
        'Three gates between 0 and 1 rule it, one of each for every unit. The forget gate f says how much of c stays, the '
          + 'input gate i how much of the candidate g is added, the output gate o how much of the result is shown. All '
          + 'four are computed from the token and from the state before.',
        'Here is one unit at one step, with the numbers that it had on your text. [Start at the first token](cell.step=0) '
          + 'and play the text through it. The bars beside an equation say what the token, the state before and the bias '
          + 'gave: many a gate is decided by one of them alone. [In the decoder](gates=decoder&direction=) the same cell '
          + 'writes; [back to the encoder](gates=).',
      ],
    },
    {
      heading: 'What the memory holds',
      panel: 'memory',
      paragraphs: [
        'Because c is only scaled and added to, it can be unrolled without any approximation. What it holds after the '
          + 'last token is a sum with one term for each token: what was written then, times every forget gate since.',
        { formula: 'unrolled' },
        'So a number in the memory can be asked who put it there. Each column is a step, each part of it what is left of '
          + 'one token, and the parts add up to c. Where f stays near 1 an early token is still there at the end; where '
          + 'f is small the unit lives in the present. [Another unit](unit=3), or [one more](unit=11).',
        'A GRU (Cho et al. 2014) unrolls in the same way, with z for f and 1 − z for i. A plain RNN does not: a tanh '
          + 'stands in its way at every step.',
      ],
    },
    {
      heading: 'Layers, directions, many units',
      panel: 'units',
      paragraphs: [
        'One unit is an anecdote. A layer has dozens, and most of them mean nothing that could be put into words. Orders '
          + 'help: [those that move most](units.order=range) first, or [those alike side by side](units.order=likeness).',
        'The encoder reads twice. [Forward](direction=), a unit knows at each token what came before; '
          + '[backward](direction=backward), what comes after. Both together are what the attention compares with. A '
          + 'second layer, where there is one, reads the two directions of [the first](layer=) side by side.',
        'Karpathy, Johnson and Li (2015) counted how often a gate is nearly shut, below 0.1, or nearly open, above 0.9. '
          + 'A unit far to the right in the triangle of f hardly ever forgets. One that sits at the origin is never '
          + 'decided.',
        'Select a stretch of tokens to see which units are on for it and off around it, as LSTMVis (Strobelt et al. '
          + '2018) does.',
      ],
    },
    {
      heading: 'RNN against LSTM',
      panel: 'gradients',
      paragraphs: [
        'Training sends gradients back through the steps that the text took forward. In a plain RNN every step '
          + 'multiplies them by the same matrix and by the slope of a tanh, which is at most 1. Over many steps the '
          + 'product fades to nothing or, more rarely, blows up (Bengio, Simard and Frasconi 1994).',
        'An LSTM has a second road. Along c a gradient meets only forget gates:',
        { formula: 'carry' },
        'The curves come from back-propagation through three trained models, on your text. The scale is logarithmic: a '
          + 'straight line means that each step costs the same factor. '
          + '[A long text](task=dates&text=It%20was%20a%20cold%20and%20rainy%20evening%20on%20Monday%2C%20the%205th%20of%20April%202021) '
          + 'makes it plain.',
        'An LSTM eases this and does not abolish it. A forget gate of 0.9 leaves a third after ten steps and next to '
          + 'nothing after a hundred. Nor is every small gradient a fault: of a token that does not matter, a good model '
          + 'need not learn anything.',
      ],
    },
    {
      heading: 'Padding and packing',
      panel: 'padding',
      paragraphs: [
        'Sentences have different lengths; a tensor has one. So the short ones are padded, and then two things must not '
          + 'happen: an encoder must not read the padding, and an attention must not look at it.',
        'Packing sees to the first. At every step only the sentences that still have a token are computed, so that the '
          + 'batch shrinks as it goes along. A mask sees to the second: it takes the padding out of the softmax.',
        'With both, nothing about a sentence changes when others stand beside it. Without the mask some of the weight '
          + 'goes to nowhere. Without packing the backward direction, which begins at the end, has read padding before it '
          + 'has read a word.',
      ],
    },
    {
      heading: 'Dropout in stacked layers',
      panel: 'dropout',
      paragraphs: [
        'In training some of the numbers are set to 0 at random and the others are scaled up by 1 / (1 − p), so that '
          + 'nothing has to be changed when the model is used (Srivastava et al. 2014). These are the masks of one '
          + 'training step on your text; [draw others](dropout.seed=2).',
        'There are masks on the embeddings, between stacked layers, and on what the decoder hands to the generator. There '
          + 'is none after the last layer of a stack: in PyTorch `dropout` stands between layers, and what follows has '
          + 'its own.',
        'There is none from step to step either. A mask in the recurrence would be applied again and again, and a memory '
          + 'that is to last a hundred steps would not last ten (Zaremba, Sutskever and Vinyals 2014).',
      ],
    },
    {
      heading: 'Three ways to score',
      panel: 'attention',
      paragraphs: [
        'Bahdanau, Cho and Bengio (2014) let the decoder look back at every state of the encoder. Luong, Pham and Manning '
          + '(2015) compared three ways for a state s to score a memory vector m:',
        { formula: 'scores' },
        'A softmax turns a row of scores into weights. It ignores whatever is added to the whole row, so that only '
          + 'differences within a row count. [See the scores](attention.mode=scores) beside the weights.',
        'The entropy of a row says at how many tokens it looks. [Lines](attention.mode=lines) are another way to see the '
          + 'same matrix, and [a difference](attention.mode=difference) shows where two models, trained from the same data '
          + 'with the same budget, look at different tokens to write the same one.',
      ],
    },
    {
      heading: 'Why concat needs its tanh',
      panel: 'tanh',
      paragraphs: [
        'Leave the tanh out of concat, as some tutorials do, and the score falls apart into two sums:',
        { formula: 'withoutTanh' },
        'The first is the same for every source position, and a softmax ignores what is added to all of its inputs. So '
          + 'the decoder’s state has no say in where to look, and every row of the map is the same.',
        'Such a model has to press the whole text into one context vector. Among the [dates](task=dates&tanh=without) there '
          + 'is one that was trained like this: it can copy the year that it stares at, and has to carry the month and '
          + 'the day in the states.',
      ],
    },
    {
      heading: 'What attention is not',
      panel: 'explanation',
      paragraphs: [
        'It is tempting to read a map as the reason why a word was written. But the decoder has other ways to know: every '
          + 'memory vector has read the whole text, and the state remembers what was written.',
        'Two other measures ask more directly. *Occlusion* takes a token out, runs the model again and sees how much less '
          + 'probable each output token has become. A *gradient* asks how much a small change of a token’s embedding would '
          + 'matter.',
        'Where the three agree, trust the map a little more. Jain and Wallace (2019) found that they often do not; '
          + 'Wiegreffe and Pinter (2019) answered that this depends on what one calls an explanation.',
      ],
    },
    {
      heading: 'What if',
      panel: 'whatif',
      paragraphs: [
        'The surest way to know what a part does is to change it. Every change below runs the real model from that point '
          + 'on and shows what it does to the output and to its probability; one click takes it back.',
        'Click a candidate to write it in place of the best one, and see the rest change. Look at the '
          + '[beam as a tree](whatif.mode=beam): the greedy path is not always the most probable one.',
        'Hold the forget gate at 1 and nothing is ever forgotten; hold it at 0 and only the present is left. Silence the '
          + 'backward direction and the encoder knows the past alone. Or leave [dropout on](whatif.mode=dropout), as in '
          + 'training, and see how much of the answer was luck.',
      ],
    },
  ],
  models: 'The models',
  limits: 'What they do not know',
};
