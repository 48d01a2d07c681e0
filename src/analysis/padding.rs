//! What padding does to a batch: nothing where the encoder packs it away and the attention masks it, and something where
//! either is left out.

use ndarray::{Array2, Array3, ArrayView2, ArrayView3, s};

use crate::batch::Sequences;
use crate::checkpoint::Checkpoint;
use crate::error::Error;
use crate::nn::functional::log_softmax_in_place;
use crate::search;
use crate::tokens::Token;

/// The fewest texts of a batch that can have padding.
pub const FEWEST_TEXTS: usize = 2;
/// The most texts of a batch: each is read and answered four times.
pub const MOST_TEXTS: usize = 5;

/// Some texts as one batch. `longest` is the number of tokens of the longest.
#[derive(Debug, Clone, PartialEq)]
pub struct PaddedBatch {
    /// The padded tensor: [batch, longest], the id of the source's padding behind the end of each text.
    pub ids: Array2<usize>,
    /// Tokens of each text.
    pub lengths: Vec<usize>,
    /// How many texts still run at each step of the packed batch.
    pub batch_sizes: Vec<usize>,
    /// (text, token) of each packed row, step by step, the longest text first.
    pub packed: Vec<(usize, usize)>,
    /// Text by text.
    pub sentences: Vec<PaddedSentence>,
}

/// One text of a batch, read in four ways.
#[derive(Debug, Clone, PartialEq)]
pub struct PaddedSentence {
    /// Its tokens, without padding.
    pub tokens: Vec<Token>,
    /// By itself: what the others are compared with.
    pub alone: Reading,
    /// In the batch, packed and masked, as a model should.
    pub batched: Reading,
    /// In the batch, masked but not packed: the encoder reads the padding like any token, so that a backward direction
    /// comes to the text from there. A forward direction reads it too late to matter.
    pub unpacked: Reading,
    /// In the batch, packed but not masked: padding, whose encoder outputs are 0, takes part in the softmax.
    pub unmasked: Reading,
}

/// What came of one way to read a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What greedy search finds.
    pub output: String,
    /// Attention weights while the decoder emits what greedy search finds for the text alone: [tgt, longest], or [tgt, 0] without
    /// attention.
    pub weights: Array2<f32>,
    /// ln p of each token of that output: `[tgt]`.
    pub log_probabilities: Vec<f32>,
    /// For each token of the text, the largest absolute difference of its encoder output from that of the text alone.
    pub memory_differences: Vec<f32>,
    /// The largest absolute difference of ln p of a token from that of the text alone.
    pub log_probability_difference: f32,
}

impl Reading {
    /// ln p of the output that greedy search finds for the text alone.
    pub fn log_probability(&self) -> f32 {
        self.log_probabilities.iter().sum()
    }

    /// The largest of [`Self::memory_differences`].
    pub fn memory_difference(&self) -> f32 {
        self.memory_differences.iter().fold(0.0, |largest, &difference| largest.max(difference))
    }
}

/// What the model makes of one text in one way to read it.
struct Observed {
    output: Vec<usize>,
    /// Encoder outputs of its tokens: [length, d_model].
    memory: Array2<f32>,
    /// [tgt, src], with as many columns as the padded source.
    weights: Array2<f32>,
    log_probabilities: Vec<f32>,
}

impl Checkpoint {
    /// Reads `texts` one by one and as a batch, with and without packing and mask.
    ///
    /// # Errors
    /// [`Error::Request`] for fewer than [`FEWEST_TEXTS`] or more than [`MOST_TEXTS`] texts, and for each of them
    /// [`Error::EmptyInput`] and [`Error::InputTooLong`].
    pub fn padding<S: AsRef<str>>(&self, texts: &[S]) -> Result<PaddedBatch, Error> {
        if !(FEWEST_TEXTS..=MOST_TEXTS).contains(&texts.len()) {
            let expected = format!("from {FEWEST_TEXTS} to {MOST_TEXTS}");
            return Err(Error::Request {
                what: "texts".to_string(),
                expected,
                found: texts.len().to_string(),
            });
        }
        let tokens = texts
            .iter()
            .map(|text| self.metadata.source_tokens(text.as_ref()))
            .collect::<Result<Vec<_>, _>>()?;
        let ids = |tokens: &Vec<Token>| tokens.iter().map(|token| token.id).collect();
        let sources: Vec<Vec<usize>> = tokens.iter().map(ids).collect();
        let batch = Sequences::new(&sources)?;
        let (packing, longest) = (batch.packing(), batch.packing().padded());
        let lengths = packing.lengths();

        let mut alone = Vec::new();
        let mut targets = Vec::new();
        for source in &sources {
            let memory = self.encoded(&Sequences::new(&[source])?);
            let target = self.greedy(memory.slice(s![0, .., ..]), source.len());
            let (length, target) = ([source.len()], [target]);
            alone.extend(self.observed(memory.view(), &length, &length, &target)?);
            targets.extend(target);
        }
        let packed = self.encoded(&batch);
        // With padding as tokens no text is shorter than another, and packing does nothing.
        let padding = self.metadata.model.special_ids.padding;
        let mut padded = sources.clone();
        padded.iter_mut().for_each(|source| source.resize(longest, padding));
        let unpacked = self.encoded(&Sequences::new(&padded)?);
        let everything = vec![longest; sources.len()];
        let batched = self.observed(packed.view(), lengths, lengths, &targets)?;
        let unpacked = self.observed(unpacked.view(), lengths, lengths, &targets)?;
        let unmasked = self.observed(packed.view(), lengths, &everything, &targets)?;

        let sentences = tokens.into_iter().enumerate().map(|(index, tokens)| {
            let reading = |observed: &[Observed]| self.reading(&observed[index], &alone[index], longest);
            PaddedSentence {
                tokens,
                alone: reading(&alone),
                batched: reading(&batched),
                unpacked: reading(&unpacked),
                unmasked: reading(&unmasked),
            }
        });
        Ok(PaddedBatch {
            ids: Array2::from_shape_fn((padded.len(), longest), |(text, token)| padded[text][token]),
            lengths: lengths.to_vec(),
            batch_sizes: (0..packing.steps()).map(|step| packing.batch_size(step)).collect(),
            packed: packing.positions().collect(),
            sentences: sentences.collect(),
        })
    }

    /// Encoder outputs: [batch, src, d_model].
    fn encoded(&self, source: &Sequences) -> Array3<f32> {
        self.model.encoder.forward(source, None).memory
    }

    /// What greedy search finds for a text of `length` tokens whose memory is [src, d_model].
    fn greedy(&self, memory: ArrayView2<f32>, length: usize) -> Vec<usize> {
        let memory = self.model.decoder.memory(memory.to_owned());
        let mut ids = search::greedy(&self.model, &memory, &[], |_, _| ()).ids;
        // Attended padding must not make the longest output longer than it is for the text alone.
        ids.truncate(search::longest_output(length));
        ids
    }

    /// What comes of encoder outputs [batch, src, d_model] of texts of `lengths`, where the attention sees the first
    /// `attended[b]` of them and the decoder emits `targets`.
    fn observed(
        &self,
        memory: ArrayView3<f32>,
        lengths: &[usize],
        attended: &[usize],
        targets: &[Vec<usize>],
    ) -> Result<Vec<Observed>, Error> {
        let run = self.model.decoder.forward(&self.input_for(targets)?, memory, attended, None);
        let mut log_probabilities = self.model.logits(run.head.output.view()); // [batch·tgt, words]
        log_probabilities.rows_mut().into_iter().for_each(log_softmax_in_place);
        let padded = run.recurrence.packing.padded();
        let of_sentence = |(index, target): (usize, &Vec<usize>)| {
            let (length, first) = (lengths[index], index * padded);
            let of_token = |(step, &id): (usize, &usize)| log_probabilities[(first + step, id)];
            Observed {
                output: self.greedy(memory.slice(s![index, ..attended[index], ..]), length),
                memory: memory.slice(s![index, ..length, ..]).to_owned(),
                weights: run.head.attention.weights.slice(s![index, ..target.len(), ..]).to_owned(),
                log_probabilities: target.iter().enumerate().map(of_token).collect(),
            }
        };
        Ok(targets.iter().enumerate().map(of_sentence).collect())
    }

    fn reading(&self, observed: &Observed, alone: &Observed, longest: usize) -> Reading {
        let (tgt, src) = observed.weights.dim();
        // Without attention there are no columns at all.
        let mut weights = Array2::zeros((tgt, if src == 0 { 0 } else { longest }));
        weights.slice_mut(s![.., ..src]).assign(&observed.weights);
        let rows = observed.memory.rows().into_iter().zip(alone.memory.rows());
        Reading {
            output: self.metadata.target.decode(&observed.output).0,
            weights,
            log_probabilities: observed.log_probabilities.clone(),
            memory_differences: rows.map(|(found, alone)| largest_difference(found, alone)).collect(),
            log_probability_difference: largest_difference(
                &observed.log_probabilities,
                &alone.log_probabilities,
            ),
        }
    }
}

fn largest_difference<'a>(
    found: impl IntoIterator<Item = &'a f32>,
    expected: impl IntoIterator<Item = &'a f32>,
) -> f32 {
    let differences = found.into_iter().zip(expected).map(|(found, expected)| (found - expected).abs());
    differences.fold(0.0, f32::max)
}
