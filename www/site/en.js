// The article around the element, in English. In paragraphs `…` marks code, *…* emphasis, and [words](fields) a link
// that sets fields of the address, so that the picture beside the paragraph shows what it speaks of.

/**
 * @typedef {string | { formula: 'memory' | 'carry' | 'withoutTanh' | 'scores' }} Paragraph
 * @typedef {{ heading: string, panel: string, paragraphs: Paragraph[] }} Section
 * @typedef {{ sections: Section[], models: string, limits: string }} Article models, limits: headings of what the task
 *   says itself
 */

/** @type {Article} */
export const en = {
  sections: [
    {
      heading: 'Why attention',
      panel: 'repeat',
      paragraphs: [
        'Without attention an encoder hands over one vector: its last state, and whatever is to be written has to fit into it '
          + '(Sutskever, Vinyals and Le 2014). Here an LSTM reads a word letter by letter and is to write it again. '
          + '[A short word](repeat.word=lamp) fits; [a long one](repeat.word=) does not.',
        'With attention (Bahdanau, Cho and Bengio 2014) the decoder looks back at all states of the encoder, anew at every step: each '
          + 'gets a weight, and what is used is their weighted sum. A long word is then no harder than a short one. The map has a '
          + 'row for each letter written and a column for each letter read, and the weights run down its diagonal: each '
          + 'letter is written with an eye on the one that it repeats, with [dot](repeat.map=dot), [general](repeat.map=) '
          + 'and [concat](repeat.map=concat) alike.',
        'Nobody said where to look. That is *learned*: training changes the numbers of a model step by step until '
          + 'its outputs are right, the attention’s among them.',
        'Four words that come back below. A *token* is what a model reads or writes at one step: here a letter, in translation a '
          + '*piece*, which is a word or a part of one. *p* is the probability that the model gives to what it wrote, and '
          + '*log p* its natural logarithm: 0 is certain, −0.69 is one chance in two, and those of all steps add up.',
      ],
    },
    {
      heading: 'Three ways to score',
      panel: 'attention',
      paragraphs: [
        'An attention weight comes of a score. Luong, Pham and Manning '
          + '(2015) compared three ways for a state s to score a memory vector m: [dot](attention=dot), '
          + '[general](attention=general) and [concat](attention=concat).',
        { formula: 'scores' },
        'W is a matrix and v a vector, both learned; dot has neither, so that it costs nothing and can adjust nothing.',
        'A softmax turns a row of scores into weights. It ignores whatever is added to the whole row, so that only '
          + 'differences within a row count. [See the scores](attention.mode=) beside the weights.',
        '[The entropy](attention.mode=entropy) of a row says at how many tokens it looks. [Lines](attention.mode=lines) '
          + 'are another way to see the same matrix, and [a difference](attention.mode=difference) shows where two models, '
          + 'trained from the same data with the same budget, look at different tokens to write the same one.',
      ],
    },
    {
      heading: 'Why concat needs its tanh',
      panel: 'tanh',
      paragraphs: [
        'Leave the tanh out of concat, as some tutorials do, and the score falls apart into two sums:',
        { formula: 'withoutTanh' },
        'The first is the same for every source position, and a softmax ignores what is added to all of its inputs. So '
          + 'the decoder’s state has no say in where to look, and every row of the map is the same: compare '
          + '[the first](tanh.row=0) with [the sixth](tanh.row=5).',
        'Such a model has to press the whole text into one context vector. Among those of '
          + '[the dates](task=dates&text=Monday%2C%205%20April%202021&tanh=without) there is one that was trained like '
          + 'this: it can copy the year that it stares at, and has to carry the month and the day in its states.',
      ],
    },
    {
      heading: 'What attention is not',
      panel: 'explanation',
      paragraphs: [
        'It is tempting to read a map as the reason why [a token](cell=0.) was written. But the decoder has other ways to '
          + 'know: every memory vector has read the whole text, and the state remembers what was written.',
        'Two other measures ask more directly. *Occlusion* takes a token out, runs the model again and sees how much less '
          + 'probable each output token has become. A *gradient* asks how much a small change of a token’s embedding '
          + 'matters, by [its size](explanation.gradient=) or [times the input](explanation.gradient=products).',
        'Where the three agree, trust the map a little more. How far they do stands beside the rows: '
          + '[by value](explanation.measure=) or [by rank](explanation.measure=kendall), which also ranks what is only noise. Jain and Wallace (2019) found '
          + 'little agreement; Wiegreffe and Pinter (2019) answered that it depends on what one calls an explanation.',
      ],
    },
    {
      heading: 'Why memory',
      panel: 'recall',
      paragraphs: [
        'Four digits, then letters, and at the end the question: what was the number? All that the decoder gets is the encoder’s '
          + 'last state. A plain RNN, a GRU (Cho et al. 2014) and an LSTM (Hochreiter and Schmidhuber 1997) of the same size '
          + 'learned it from the same examples.',
        '[Right behind the number](recall.text=6180) all three know it. [Ten characters on](recall.text=6180%20is%20what%20i) '
          + 'the RNN begins to guess, and behind [a whole sentence](recall.text=) it is lost, while GRU and LSTM still have every digit, '
          + 'even [further back](recall.text=6180%20is%20the%20number%20to%20keep%20while%20it%20rains%20and%20the%20river%20goes%20on%20rising) '
          + 'than they ever saw in training. Type what you like, or pull the distance.',
        'The reason shows in the gradient, by which a network learns what an early character is good for. '
          + '[As training began](recall.weights=initial) it had all but vanished on its way back to the number, in the RNN thousands of '
          + 'times more than in the others: it had next to nothing to learn from. [After training](recall.weights=) it comes back '
          + 'whole along the LSTM’s memory c, and most of it along the GRU’s state; in the RNN it sinks to a fraction on its way.',
        'And the number can be found. Of what the LSTM’s memory holds at the end, the last picture shows which part the four digits '
          + 'wrote: some units keep it through all that follows.',
      ],
    },
    {
      heading: 'An LSTM at a glance',
      panel: 'cell',
      paragraphs: [
        'A recurrent network reads [one token at a time](cell.step=0) and carries what it has understood in a vector. An '
          + 'LSTM (Hochreiter and Schmidhuber 1997) carries two: the *memory* c, which is only ever scaled and added to, '
          + 'and the *state* h, the part of the memory that the rest of the network gets to see.',
        { formula: 'memory' },
        'Three gates between 0 and 1 rule it, and every unit has its own: [unit 3](unit=3), for instance, or '
          + '[unit 11](unit=11). The forget gate f, which Gers, Schmidhuber and Cummins added in 2000, says how much of c '
          + 'stays, the input gate i how much of the candidate g is added, the output gate o how much of the result is '
          + 'shown. All four are computed from the token and from the state before.',
        'The numbers are those of one unit at one step on your text. Press play, or let the picture '
          + '[follow your pointer](cell.step=) wherever it is on the page. The bars beside an equation say what the token, '
          + 'the state before and the bias gave: many a gate is decided by one of them alone. '
          + '[In the decoder](gates=decoder&direction=) the same kind of cell writes; [in the encoder](gates=) it reads.',
      ],
    },
    {
      heading: 'What the memory holds',
      panel: 'memory',
      paragraphs: [
        'Because c is only scaled and added to, it can be unrolled without any approximation, as the formula over the '
          + 'picture does: it is a sum with one term for each token, namely what was written then, times every forget '
          + 'gate since. After [the first token](memory.view=&memory.step=0&direction=) there is one term, after '
          + '[the last](memory.view=&memory.step=999) there are all of them.',
        'So a number in the memory can be asked who put it there. Each column is a step, each band in it what is left of '
          + 'one token, and the bands add up to c. Where f stays near 1 an early token is still there at the end; where '
          + 'f is small the unit lives in the present. [Another unit](memory.view=&unit=3), [one more](memory.view=&unit=11), '
          + 'or [the whole layer](memory.view=layer) at once.',
        '[A GRU](task=dates&attention=general-gru) (Cho et al. 2014) unrolls in the same way, with z for f and 1 − z for i. '
          + '[A plain RNN](task=dates&attention=general-rnn) does not: a tanh '
          + 'stands in its way at every step. And [the decoder](gates=decoder&direction=) keeps a memory too: of what it '
          + 'has written.',
      ],
    },
    {
      heading: 'Layers, directions, many units',
      panel: 'units',
      paragraphs: [
        'One unit is an anecdote. A layer has dozens of them, and most mean nothing that could be put into words. Orders '
          + 'help: [those that move most](units.order=) first, or [those alike side by side](units.order=alike), or '
          + '[those that one token moved](units.order=step).',
        'The encoder reads twice. [Forward](gates=&direction=), a unit knows at each token what came before; '
          + '[backward](gates=&direction=backward), what comes after. What the attention compares with is both together. '
          + 'The French models have a [second layer](task=en-fr&text=&cell=&gates=&layer=2), which reads the two directions '
          + 'of [the first](layer=) side by side.',
        'Karpathy, Johnson and Li (2015) counted how often a gate is nearly shut, below 0.1, or nearly open, above 0.9. '
          + 'A unit far to the right in the triangle of [f](units.signal=f) hardly ever forgets. One in the corner at 0 '
          + 'never takes sides. In the models that may look back, as all those above may, most forget gates are nearly shut at most steps: '
          + 'they need not remember.',
        'Select a stretch of tokens, '
          + '[the first three](units.signal=&units.from=0&units.to=2&units.order=brush) for instance, to see which units '
          + 'are on for it and off around it, as LSTMVis (Strobelt et al. 2018) does; '
          + '[let it go](units.from=&units.to=&units.order=) again.',
      ],
    },
    {
      heading: 'RNN against LSTM',
      panel: 'gradients',
      paragraphs: [
        'Training sends gradients back through the steps that the text took forward, until they reach '
          + '[the input at each token](gradients.measure=input). In a plain RNN every step multiplies them by the same '
          + 'matrix and by the slope of a tanh, which is at most 1. Over many steps the product fades to nothing or, more '
          + 'rarely, blows up (Bengio, Simard and Frasconi 1994).',
        'An LSTM has a second road. [Along c](gradients.measure=) itself a gradient meets nothing but forget gates; the '
          + 'dots stand for the detours through h.',
        { formula: 'carry' },
        'The curves come from back-propagation through the three models of *Why memory*, which have read your text behind a number. '
          + 'The scale is logarithmic: a straight line means that each step costs the same factor. '
          + '[As training began](gradients.weights=initial) all three fade, the RNN fastest by far. '
          + '[What was learned](gradients.weights=) is to keep the forget gates open: along c the line now stays level over the whole '
          + 'text. An RNN has no gate to open, only the same matrix at every step, and its line sinks on one text and shoots up '
          + 'on another. [From the tenth token](gradients.last=9) back there is little of it, from [the last](gradients.last=) most.',
        'A model [with attention](gradients.models=dates) may look back, so its encoder need not remember: there the '
          + 'LSTM’s line fades like the others, and on some texts lies below the RNN’s. Nor is a small gradient always a fault: [as it is](gradients.scale=absolute), not '
          + 'as [a share](gradients.scale=) of the last one, it may be small because the token does not matter. And an LSTM eases the '
          + 'fading without abolishing it: a forget gate of 0.9 leaves a third after ten steps and next to nothing after a hundred.',
      ],
    },
    {
      heading: 'Padding and packing',
      panel: 'padding',
      paragraphs: [
        'Sentences have different lengths; a tensor has one. So short ones, [the second](padding.sentence=1) for '
          + 'instance, are padded, and then two things must not happen: the encoder must not read the padding, and the '
          + 'attention must not look at it.',
        'Packing sees to the first. At every step only the sentences that still have a token are computed, so that the '
          + 'batch shrinks as it goes along: follow [the third token](padding.at=0.2&padding.pinned=yes) of your text '
          + 'into the packed data. A mask sees to the second: it takes the padding out of the softmax.',
        'With [both](padding.way=batched), nothing about a sentence changes when others stand beside it. '
          + '[Without the mask](padding.way=unmasked) some of the weight goes to nowhere. '
          + '[Without packing](padding.way=) the backward direction, which begins at the end, has read padding before it '
          + 'has read a word.',
      ],
    },
    {
      heading: 'Dropout in stacked layers',
      panel: 'dropout',
      paragraphs: [
        'In training some of the numbers are set to 0 at random and the others are scaled up by 1 / (1 − p), so that '
          + 'nothing has to be changed when the model is used (Srivastava et al. 2014). These are the masks of one '
          + 'training step on your text; [draw others](dropout.seed=2). The models of the dates were trained without '
          + 'dropout: to see holes, take [those of French](task=en-fr&text=&cell=).',
        'There are masks on the embeddings, between stacked layers, and on what the decoder hands to the generator: '
          + 'follow [the first token](cell=.0) up through them. There is none after the last layer of a stack: in PyTorch '
          + '`dropout` stands between layers, and what comes after has its own.',
        'There is none from step to step either. A mask in the recurrence would strike again and again, and a memory '
          + 'that is to last a hundred steps would not last ten (Zaremba, Sutskever and Vinyals 2014). See the '
          + 'probability at the end fall with '
          + '[a longer sentence](task=en-fr&cell=&text=When%20we%20were%20young%2C%20my%20brother%20and%20I%20used%20to%20swim%20in%20the%20river%20every%20summer%20evening.).',
      ],
    },
    {
      heading: 'What if',
      panel: 'whatif',
      paragraphs: [
        'The surest way to know what a part does is to change it. Every change runs the real model from that point on '
          + 'and shows what it does to the output and to its probability. One click '
          + '[takes everything back](whatif.prefix=&whatif.holds=&whatif.silenced=&whatif.rows=).',
        'Click [a candidate](whatif.mode=) to write it in place of the best one, and see the rest change. Look at the '
          + '[beam as a tree](whatif.mode=beam): the greedy path is not always the most probable one. Or '
          + '[drag the attention](whatif.mode=attention) of a step elsewhere; let it '
          + '[look at the first token only](whatif.mode=attention&whatif.holds=&whatif.silenced=&whatif.rows=all-10000), and '
          + 'see which words come all the same.',
        'Hold the forget gate at 1 and '
          + '[nothing is ever forgotten](whatif.mode=gates&whatif.holds=e-f-1_d-f-1&whatif.silenced=&whatif.rows=); hold it '
          + 'at 0 and [only the present is left](whatif.mode=gates&whatif.holds=e-f-0_d-f-0&whatif.silenced=&whatif.rows=). '
          + 'Silence [the backward direction](whatif.mode=gates&whatif.holds=&whatif.silenced=eb&whatif.rows=) and the '
          + 'encoder knows the past alone. Or leave '
          + '[dropout on](whatif.mode=dropout&whatif.holds=&whatif.silenced=&whatif.rows=), as in training, and see how '
          + 'much of the answer was luck: little here, much of it on '
          + '[a sentence that wavers](task=en-fr&whatif.mode=dropout&text=The%20blacksmith%20sharpened%20his%20rusty%20chisel.).',
      ],
    },
    {
      heading: 'Side by side',
      panel: 'compare',
      paragraphs: [
        'Much shows only by comparison. A second text is read by the same model, and whatever is looked at in the first stands '
          + 'beside it: the output, the map, the gates of the layer that is chosen above. Where both have as many tokens, the third '
          + 'picture is the difference, place by place.',
        'Change a single word, as here, and see how far the change spreads: in the map to its own column, in the states of '
          + '[the forward direction](gates=&direction=) to all that comes after, in those of '
          + '[the backward one](gates=&direction=backward) to all that comes before. Among the gates the '
          + '[forget gate](compare.signal=) says whether the new word wipes out what was there; [the memory](compare.signal=c) '
          + 'says what is left of it.',
      ],
    },
  ],
  models: 'The models',
  limits: 'What they do not know',
};
