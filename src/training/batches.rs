//! Sentence pairs to padded batches, and which sentences stand together.

use rand::seq::SliceRandom;

use super::{Purpose, generator};
use crate::batch::Sequences;
use crate::config::ModelConfig;
use crate::error::Error;
use crate::tokens::{END, START};

/// One sentence pair as token ids, without start and end tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// What the encoder reads.
    pub source: Vec<usize>,
    /// What the decoder should emit before its end token.
    pub target: Vec<usize>,
}

impl Pair {
    /// Tokens that a model computes for the pair, the target's end token included.
    pub fn tokens(&self) -> usize {
        self.source.len() + self.target.len() + 1
    }
}

/// Some sentence pairs as the model takes them.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// [batch, src].
    pub source: Sequences,
    /// What the decoder reads, [`START`] and then the target: [batch, tgt].
    pub input: Sequences,
    /// What it should emit, the target and then [`END`]: [batch, tgt].
    pub output: Sequences,
}

impl Batch {
    /// # Errors
    /// [`Error::SequenceLength`] where a source is empty. A target may be.
    pub fn new<'a>(pairs: impl IntoIterator<Item = &'a Pair> + Clone) -> Result<Self, Error> {
        let pairs = || pairs.clone().into_iter();
        let source: Vec<&[usize]> = pairs().map(|pair| &pair.source[..]).collect();
        let input: Vec<Vec<usize>> = pairs().map(|pair| [&[START], &pair.target[..]].concat()).collect();
        let output: Vec<Vec<usize>> = pairs().map(|pair| [&pair.target[..], &[END]].concat()).collect();
        Ok(Self {
            source: Sequences::new(&source)?,
            input: Sequences::new(&input)?,
            output: Sequences::new(&output)?,
        })
    }

    /// Number of sentence pairs.
    pub fn sentences(&self) -> usize {
        self.source.packing().batch()
    }

    /// Number of target tokens, end tokens included.
    pub fn tokens(&self) -> usize {
        self.output.tokens()
    }

    /// # Errors
    /// [`Error::TokenOutOfRange`] unless the model has all the tokens.
    pub fn check(&self, config: &ModelConfig) -> Result<(), Error> {
        self.source.check(config.n_src_words)?;
        self.input.check(config.n_tgt_words)?;
        self.output.check(config.n_tgt_words)
    }

    /// At most `parts` batches that together hold the sentences of this one, with as equal a number of tokens
    /// as the sentences allow: the longest sentence first, each to the part that has the least so far.
    pub fn shards(&self, parts: usize) -> Vec<Self> {
        let (sources, outputs) = (self.source.packing().lengths(), self.output.packing().lengths());
        let work = |sentence: usize| sources[sentence] + outputs[sentence];
        let mut longest_first: Vec<usize> = (0..self.sentences()).collect();
        longest_first.sort_by_key(|&sentence| std::cmp::Reverse(work(sentence)));
        let mut loads: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new()); parts.clamp(1, self.sentences())];
        for sentence in longest_first {
            if let Some((load, sentences)) = loads.iter_mut().min_by_key(|(load, _)| *load) {
                *load += work(sentence);
                sentences.push(sentence);
            }
        }
        loads
            .into_iter()
            .map(|(_, sentences)| Self {
                source: self.source.select(&sentences),
                input: self.input.select(&sentences),
                output: self.output.select(&sentences),
            })
            .collect()
    }
}

/// How much goes into a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchSize {
    /// So many sentence pairs.
    Sentences(usize),
    /// As many pairs as keep the target, with its end tokens and its padding, within so many tokens; a pair
    /// that is longer than that stands alone.
    Tokens(usize),
}

/// Which pairs stand together in epoch `epoch`: batches of indices into `pairs`.
///
/// Pairs of similar length share a batch, so that little is padding; which of them, and the order of the
/// batches, is different in every epoch. Every pair is in exactly one batch.
pub fn bucketed(pairs: &[Pair], size: BatchSize, seed: u64, epoch: u64) -> Vec<Vec<usize>> {
    let mut rng = generator(seed, Purpose::Shuffling, epoch, 0);
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.shuffle(&mut rng);
    // The sort is stable: pairs of the same lengths stay shuffled.
    order.sort_by_key(|&index| (pairs[index].target.len(), pairs[index].source.len()));
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut batch: Vec<usize> = Vec::new();
    for index in order {
        // Targets come by rising length, so this one sets the padded length of the batch.
        let padded = pairs[index].target.len() + 1;
        let full = match size {
            BatchSize::Sentences(sentences) => batch.len() >= sentences,
            BatchSize::Tokens(tokens) => (batch.len() + 1) * padded > tokens,
        };
        if full && !batch.is_empty() {
            batches.push(std::mem::take(&mut batch));
        }
        batch.push(index);
    }
    if !batch.is_empty() {
        batches.push(batch);
    }
    batches.shuffle(&mut rng);
    batches
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn pairs(lengths: &[(usize, usize)]) -> Vec<Pair> {
        let pair = |(index, &(source, target)): (usize, &(usize, usize))| Pair {
            source: vec![4 + index; source],
            target: vec![4 + index; target],
        };
        lengths.iter().enumerate().map(pair).collect()
    }

    fn many() -> Vec<Pair> {
        pairs(&(0..500).map(|k| (1 + k * 7 % 13, k * 5 % 11)).collect::<Vec<_>>())
    }

    #[test]
    fn the_decoder_reads_a_start_token_first_and_should_emit_an_end_token_last() {
        let batch = Batch::new(&pairs(&[(1, 2), (2, 0)])).unwrap();
        assert_eq!(batch.source.ids(), ndarray::array![[4, 0], [5, 5]]);
        assert_eq!(batch.input.ids(), ndarray::array![[START, 4, 4], [START, 0, 0]]);
        assert_eq!(batch.output.ids(), ndarray::array![[4, 4, END], [END, 0, 0]]);
        assert_eq!((batch.sentences(), batch.tokens()), (2, 4));
    }

    #[test]
    fn an_empty_source_is_refused() {
        let error = Batch::new(&pairs(&[(1, 1), (0, 1)])).unwrap_err();
        assert_eq!(error, Error::SequenceLength { index: 1, found: 0, limit: 1 });
    }

    #[test]
    fn shards_hold_every_sentence_once_and_have_equal_work() {
        let batch = Batch::new(&many()[..101]).unwrap();
        for parts in [1, 2, 3, 7] {
            let shards = batch.shards(parts);
            assert_eq!(shards.len(), parts);
            let mut firsts: Vec<usize> =
                shards.iter().flat_map(|shard| shard.source.ids().column(0).to_vec()).collect();
            firsts.sort_unstable();
            assert_eq!(firsts, (4..105).collect::<Vec<_>>());
            let work: Vec<usize> =
                shards.iter().map(|shard| shard.source.tokens() + shard.output.tokens()).collect();
            assert!(work.iter().max().unwrap() - work.iter().min().unwrap() <= 6, "{work:?}");
        }
    }

    #[test]
    fn there_are_no_more_shards_than_sentences() {
        assert_eq!(Batch::new(&pairs(&[(1, 1), (2, 2)])).unwrap().shards(5).len(), 2);
    }

    #[test]
    fn every_pair_is_in_one_batch_of_an_epoch() {
        for size in [BatchSize::Sentences(16), BatchSize::Tokens(60)] {
            let mut seen: Vec<usize> = bucketed(&many(), size, 1, 0).concat();
            seen.sort_unstable();
            assert_eq!(seen, (0..500).collect::<Vec<_>>());
        }
    }

    #[test]
    fn batches_keep_to_their_size_and_pad_little() {
        let pairs = many();
        assert!(bucketed(&pairs, BatchSize::Sentences(16), 1, 0).iter().all(|batch| batch.len() <= 16));
        let (mut tokens, mut padded) = (0, 0);
        for batch in bucketed(&pairs, BatchSize::Tokens(60), 1, 0) {
            let lengths = || batch.iter().map(|&index| pairs[index].target.len() + 1);
            let with_padding = batch.len() * lengths().max().unwrap();
            assert!(with_padding <= 60, "{with_padding} tokens");
            tokens += lengths().sum::<usize>();
            padded += with_padding;
        }
        assert!(padded < tokens * 102 / 100, "{padded} with padding, {tokens} without");
    }

    #[test]
    fn a_batch_is_filled_to_the_last_token() {
        let pairs = pairs(&[(1, 4); 6]);
        let sizes = |tokens| -> Vec<usize> {
            bucketed(&pairs, BatchSize::Tokens(tokens), 1, 0).iter().map(Vec::len).collect()
        };
        // Three targets of four tokens and an end token each are fifteen.
        assert_eq!((sizes(15), sizes(14)), (vec![3, 3], vec![2, 2, 2]));
    }

    #[test]
    fn a_pair_that_is_longer_than_the_budget_stands_alone() {
        let batches = bucketed(&pairs(&[(1, 1), (1, 99)]), BatchSize::Tokens(10), 1, 0);
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
    }

    #[test]
    fn the_order_depends_on_seed_and_epoch_alone() {
        let order = |seed, epoch| bucketed(&many(), BatchSize::Sentences(16), seed, epoch);
        assert_eq!(order(1, 0), order(1, 0));
        assert_ne!(order(1, 0), order(1, 1));
        assert_ne!(order(1, 0), order(2, 0));
    }
}
