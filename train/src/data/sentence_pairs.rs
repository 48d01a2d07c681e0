//! Batches of sentence pairs, with the mistakes of readers put into their sources.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use rand::RngExt;
use seqscope::batch::Sequences;
use seqscope::checkpoint::DataSource;
use seqscope::nn::Rng;
use seqscope::tokens::{START, Tokenizer, UNKNOWN};
use seqscope::training::batches::bucketed;
use seqscope::training::{Batch, BatchSize, Pair, Purpose, generator};

use super::copied;
use super::language::{ENGLISH, Language};
use super::noise;
use super::pair_file::{self, Line};
use super::vocabulary::{Tokenizers, learn};

/// Sources that validation measures: enough to tell two runs apart, few enough to do it often.
const VALIDATION_PAIRS: usize = 2_000;
/// Target tokens of a validation batch.
const VALIDATION_BATCH: usize = 4_000;
/// Pairs with more tokens on a side are not learned from.
const LONGEST: usize = 100;
/// Share of the sources that get a token which no vocabulary has.
const STRAY_SHARE: f64 = 0.01;

/// What makes the batches besides the pairs.
pub struct SentencePairsOptions {
    pub language: Language,
    /// Ids of the source vocabulary.
    pub source_pieces: usize,
    /// Ids of the target vocabulary.
    pub target_pieces: usize,
    /// Probability that a union of two pieces of a source word is left out while training.
    pub piece_dropout: f32,
    /// Probability that the decoder reads the unknown token in place of the output token before.
    pub target_dropout: f32,
}

/// What tells the files of a run from others, and from the same lines in another order.
pub struct Digests {
    pub pairs: String,
    pub validation: String,
}

/// Sentence pairs with their tokenizers.
pub struct SentencePairs {
    pub tokenizers: Tokenizers,
    pub digests: Digests,
    options: SentencePairsOptions,
    sources: Vec<String>,
    /// Whether a word of each is carried over letter by letter: a typing error in it would teach that letters change.
    copies: Vec<bool>,
    /// The sources without mistakes, and the targets.
    pairs: Vec<Pair>,
    validation: Vec<Pair>,
    /// Epoch and batches of the batch before.
    order: Option<(u64, Vec<Vec<usize>>)>,
}

impl SentencePairs {
    /// Reads the pairs. Vocabularies that are not given are learned from them.
    pub fn read(
        train: &Path,
        validation: &Path,
        options: SentencePairsOptions,
        source: Option<Tokenizer>,
        target: Option<Tokenizer>,
    ) -> Result<Self> {
        let (train_lines, validation_lines) = (pair_file::read(train)?, pair_file::read(validation)?);
        if let Some(index) = train_lines.iter().position(|line| line.targets.len() > 1) {
            let found = train_lines[index].targets.len() + 1;
            bail!("{}:{}: expected source, tab, target, found {found} columns", train.display(), index + 1);
        }
        let digests = Digests {
            pairs: pair_file::digest(&train_lines),
            validation: pair_file::digest(&validation_lines),
        };
        let language = options.language;
        let written = |lines: Vec<Line>| -> Vec<(String, String)> {
            let pairs = lines.into_iter().flat_map(|line| {
                let source = line.source;
                line.targets.into_iter().map(move |target| (source.clone(), language.written(&target)))
            });
            pairs.filter(|(source, target)| !source.trim().is_empty() && !target.trim().is_empty()).collect()
        };
        let validation_lines: Vec<Line> = validation_lines.into_iter().take(VALIDATION_PAIRS).collect();
        let (train_pairs, validation_pairs) = (written(train_lines), written(validation_lines));
        let source = match source {
            Some(source) => source,
            None => {
                let rare = copied::rare_names(&train_pairs);
                let texts =
                    train_pairs.iter().map(|(source, _)| (&**source, copied::letters_of(source, &rare)));
                learn(texts, ENGLISH, options.source_pieces, None, None).context("--source-pieces")?
            }
        };
        let target = match target {
            Some(target) => target,
            None => {
                let texts =
                    train_pairs.iter().map(|(from, target)| (&**target, copied::cuts(from, target, &source)));
                learn(
                    texts,
                    language.rules(),
                    options.target_pieces,
                    language.longest_piece(),
                    language.segmenter().as_ref(),
                )
                .context("--target-pieces")?
            }
        };
        let tokenizers = Tokenizers { source, target };
        let pair = |(source, target): &(String, String)| Pair {
            source: tokenizers.source.ids(source),
            target: match &tokenizers.target {
                Tokenizer::Subwords(vocabulary) => {
                    let cuts = copied::cuts(source, target, &tokenizers.source);
                    vocabulary.encode_with_cuts(target, &cuts).into_iter().map(|token| token.id).collect()
                }
                other => other.ids(target),
            },
        };
        // A model that learns to write "unknown" would write it.
        let is_learned = |pair: &Pair| {
            (1..=LONGEST).contains(&pair.source.len())
                && pair.target.len() <= LONGEST
                && !pair.target.contains(&UNKNOWN)
        };
        let (mut sources, mut copies, mut learned) = (Vec::new(), Vec::new(), Vec::new());
        for text in &train_pairs {
            let pair = pair(text);
            if is_learned(&pair) {
                copies.push(!copied::cuts(&text.0, &text.1, &tokenizers.source).is_empty());
                sources.push(text.0.clone());
                learned.push(pair);
            }
        }
        ensure!(!learned.is_empty(), "{}: expected at least one pair to learn from", train.display());
        let held_out: Vec<Pair> =
            validation_pairs.iter().map(pair).filter(|pair| !pair.source.is_empty()).collect();
        ensure!(!held_out.is_empty(), "{}: expected at least one pair to validate on", validation.display());
        Ok(Self {
            tokenizers,
            options,
            digests,
            sources,
            copies,
            pairs: learned,
            validation: held_out,
            order: None,
        })
    }

    /// How many pairs there are to learn from.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    pub fn data_source() -> DataSource {
        DataSource {
            source: "sentence pairs of the Tatoeba project (tatoeba.org), through manythings.org/anki"
                .to_string(),
            licence: "CC BY 2.0 FR".to_string(),
        }
    }

    /// Batches of an epoch with at most `tokens` target tokens each.
    pub fn batches_in_epoch(&self, tokens: usize) -> u64 {
        // Every epoch fills batches with the same lengths in the same order.
        bucketed(&self.pairs, BatchSize::Tokens(tokens), 0, 0).len() as u64
    }

    pub fn batch(&mut self, seed: u64, number: u64, tokens: usize) -> Result<Batch> {
        let order = |epoch| bucketed(&self.pairs, BatchSize::Tokens(tokens), seed, epoch);
        let in_epoch = match &self.order {
            Some((_, batches)) => batches.len() as u64,
            None => order(0).len() as u64,
        };
        let (epoch, place) = (number / in_epoch, (number % in_epoch) as usize);
        let batches = match self.order.take() {
            Some((of, batches)) if of == epoch => batches,
            _ => order(epoch),
        };
        let mut rng = generator(seed, Purpose::Data, number, 0);
        let pairs: Vec<Pair> = batches[place]
            .iter()
            .map(|&index| Pair {
                source: self.typed(&self.sources[index], self.copies[index], &mut rng),
                target: self.pairs[index].target.clone(),
            })
            .collect();
        self.order = Some((epoch, batches));
        let mut batch = Batch::new(&pairs)?;
        if self.options.target_dropout > 0.0 {
            batch.input = self.partly_unknown(&pairs, &mut rng)?;
        }
        Ok(batch)
    }

    /// What the decoder reads, some of its tokens hidden, so that it learns to go by the source (word dropout; Bowman
    /// et al. 2016, section 3.1).
    fn partly_unknown(&self, pairs: &[Pair], rng: &mut Rng) -> Result<Sequences> {
        let mut hide = |id: usize| {
            if rng.random::<f32>() < self.options.target_dropout { UNKNOWN } else { id }
        };
        let input = |pair: &Pair| -> Vec<usize> {
            std::iter::once(START).chain(pair.target.iter().map(|&id| hide(id))).collect()
        };
        let inputs: Vec<Vec<usize>> = pairs.iter().map(input).collect();
        Ok(Sequences::new(&inputs)?)
    }

    /// The tokens of a source as a reader might type it, some words cut in more pieces than they need be.
    fn typed(&self, source: &str, copies: bool, rng: &mut Rng) -> Vec<usize> {
        let text = noise::typed(source, !copies, rng);
        let mut ids: Vec<usize> = match &self.tokenizers.source {
            Tokenizer::Subwords(vocabulary) => {
                let tokens = vocabulary.encode_with_dropout(&text, self.options.piece_dropout, rng);
                tokens.into_iter().map(|token| token.id).collect()
            }
            characters => characters.ids(&text),
        };
        if rng.random_bool(STRAY_SHARE) || ids.is_empty() {
            ids.insert(rng.random_range(0..=ids.len()), UNKNOWN);
        }
        ids
    }

    pub fn validation(&self) -> Result<Vec<Batch>> {
        let batches = bucketed(&self.validation, BatchSize::Tokens(VALIDATION_BATCH), 0, 0);
        let batch = |indices: Vec<usize>| {
            let pairs: Vec<&Pair> = indices.iter().map(|&index| &self.validation[index]).collect();
            Ok(Batch::new(pairs)?)
        };
        batches.into_iter().map(batch).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use seqscope::training::{Purpose, generator};

    use super::*;
    use crate::data::Data;

    /// Pairs of numbers, and one whose target has a letter that is too rare to be in the vocabulary.
    fn read(directory: &Path, target_dropout: f32) -> SentencePairs {
        let words = ["one", "two", "three", "four", "five"];
        let mut lines: String = (0..50)
            .map(|number| {
                let [a, b] = [number % 5, number / 5 % 5];
                format!("We count {} and {}.\tcompte {a}{b}\n", words[a], words[b])
            })
            .collect();
        lines.push_str("We count one.\tcompte ÿ0\n");
        let (train, validation) = (directory.join("train.tsv"), directory.join("validation.tsv"));
        fs::write(&train, lines).unwrap();
        fs::write(&validation, "We count two and ÿ.\tcompte ÿ0\n").unwrap();
        SentencePairs::read(&train, &validation, options(60, target_dropout), None, None).unwrap()
    }

    fn options(source_pieces: usize, target_dropout: f32) -> SentencePairsOptions {
        let language = Language::French;
        SentencePairsOptions {
            language,
            source_pieces,
            target_pieces: 40,
            piece_dropout: 0.0,
            target_dropout,
        }
    }

    #[test]
    fn pairs_whose_target_has_something_unknown_are_not_learned_from_and_validated_on() {
        let directory = tempfile::tempdir().unwrap();
        let pairs = read(directory.path(), 0.0);
        assert_eq!(pairs.len(), 50);
        assert!(pairs.pairs.iter().all(|pair| !pair.target.contains(&UNKNOWN)));
        let [validation] = &pairs.validation().unwrap()[..] else { panic!("expected one batch") };
        assert!(validation.output.ids().iter().any(|&id| id == UNKNOWN));
    }

    #[test]
    fn a_name_is_learned_in_the_pieces_of_the_source_and_without_typing_errors() {
        let directory = tempfile::tempdir().unwrap();
        let (train, validation) =
            (directory.path().join("train.tsv"), directory.path().join("validation.tsv"));
        // The source has `ka` and `ki` often, the target `aki`.
        let lines = "Naka kaki.\tDaki faki.\nKika kika.\tBaki waki.\n".repeat(9);
        let with_name = "I see Kakika.\tje vois Kakika.\n".repeat(3);
        fs::write(&train, lines + &with_name).unwrap();
        fs::write(&validation, "Naka.\tDaki.\n").unwrap();
        let pairs = SentencePairs::read(&train, &validation, options(16, 0.0), None, None).unwrap();
        let cut = |ids: &[usize], tokenizer: &Tokenizer| -> Vec<String> {
            ids.iter().map(|&id| tokenizer.piece(id).trim().to_lowercase()).collect()
        };
        let Some(place) = pairs.sources.iter().position(|source| source.contains("Kakika")) else {
            panic!("expected the pair to be learned from")
        };
        let source = cut(&pairs.pairs[place].source, &pairs.tokenizers.source);
        let target = cut(&pairs.pairs[place].target, &pairs.tokenizers.target);
        let begins = |pieces: &[String]| {
            pieces
                .iter()
                .scan(0, |end, piece| {
                    *end += piece.len();
                    Some(*end)
                })
                .collect::<Vec<_>>()
        };
        // Where the source's name is cut, behind `isee`, the target's is, behind `jevois`.
        let of_source: Vec<usize> = begins(&source).into_iter().filter(|end| (5..10).contains(end)).collect();
        let of_target = begins(&target);
        assert!(
            !of_source.is_empty() && of_source.iter().all(|end| of_target.contains(&(end + 2))),
            "{source:?} {target:?}"
        );
        assert_eq!(pairs.copies.iter().filter(|copies| **copies).count(), 3);
        let mut rng = generator(1, Purpose::Data, 0, 0);
        for _ in 0..200 {
            let typed = cut(&pairs.typed("I see Kakika.", true, &mut rng), &pairs.tokenizers.source).concat();
            assert!(typed.contains("iseekakika") || typed.contains("<unk>"), "{typed}");
        }
    }

    #[test]
    fn of_translations_the_one_with_the_least_loss_is_the_best() {
        let directory = tempfile::tempdir().unwrap();
        let pairs = Data::Pairs(Box::new(read(directory.path(), 0.0)));
        assert!(!pairs.is_exact(), "a sentence has many right translations");
    }

    #[test]
    fn what_the_decoder_reads_is_partly_hidden_and_what_it_should_write_is_not() {
        let directory = tempfile::tempdir().unwrap();
        let unknown = |target_dropout: f32| {
            let mut pairs = read(directory.path(), target_dropout);
            let (mut hidden, mut read) = (0, 0);
            for number in 0..20 {
                let batch = pairs.batch(1, number, 200).unwrap();
                assert!(batch.output.ids().iter().all(|&id| id != UNKNOWN));
                assert!(batch.input.ids().column(0).iter().all(|&id| id == START));
                hidden += batch.input.ids().iter().filter(|&&id| id == UNKNOWN).count();
                read += batch.input.tokens() - batch.sentences();
            }
            hidden as f64 / read as f64
        };
        assert_eq!(unknown(0.0), 0.0);
        let share = unknown(0.3);
        assert!((share - 0.3).abs() < 0.05, "{share}");
    }

    #[test]
    fn sources_are_typed_as_readers_type_and_anew_in_every_epoch() {
        let directory = tempfile::tempdir().unwrap();
        let mut pairs = read(directory.path(), 0.0);
        let tokens = 200;
        let in_epoch = pairs.batches_in_epoch(tokens);
        let clean: Vec<Vec<usize>> = pairs.pairs.iter().map(|pair| pair.source.clone()).collect();
        // Only lengths can be told apart after padding: what is compared is ids without it.
        let mut epoch = |number: u64| -> Vec<Vec<usize>> {
            let batches = (number * in_epoch..(number + 1) * in_epoch)
                .map(|number| pairs.batch(1, number, tokens).unwrap());
            let mut sources: Vec<Vec<usize>> = batches
                .flat_map(|batch| {
                    let lengths = batch.source.packing().lengths().to_vec();
                    let rows =
                        batch.source.ids().rows().into_iter().map(|row| row.to_vec()).collect::<Vec<_>>();
                    rows.into_iter()
                        .zip(lengths)
                        .map(|(row, length)| row[..length].to_vec())
                        .collect::<Vec<_>>()
                })
                .collect();
            sources.sort();
            sources
        };
        let (first, second) = (epoch(0), epoch(1));
        assert_eq!((first.len(), second.len()), (50, 50));
        assert_ne!(first, second);
        let typed = first.iter().chain(&second).filter(|source| !clean.contains(source)).count();
        // By the shares of `noise` and of stray tokens, about 28 of 100, of which 15 miss their full stop.
        assert!((12..50).contains(&typed), "{typed} of 100");
    }

    #[test]
    fn every_kind_of_mistake_is_in_the_batches() {
        let directory = tempfile::tempdir().unwrap();
        let pairs = read(directory.path(), 0.0);
        let mut rng = generator(1, Purpose::Data, 0, 0);
        let clean = pairs.tokenizers.source.ids("We count one and two.");
        let (mut without_end, mut strays, mut errors) = (0, 0, 0);
        for _ in 0..1_000 {
            let typed = pairs.typed("We count one and two.", false, &mut rng);
            let whole_but_end = typed == clean[..clean.len() - 1];
            without_end += usize::from(whole_but_end);
            let stray: Vec<usize> = typed.iter().copied().filter(|&id| id != UNKNOWN).collect();
            strays += usize::from(stray == clean && typed != clean);
            let as_written = typed == clean || whole_but_end || stray == clean;
            errors += usize::from(!as_written);
        }
        assert!((100..200).contains(&without_end), "{without_end}");
        assert!((1..30).contains(&strays), "{strays}");
        assert!((80..180).contains(&errors), "{errors}");
    }
}
