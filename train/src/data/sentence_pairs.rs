//! Batches of sentence pairs, with the mistakes of readers put into their sources.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rand::RngExt;
use seqscope::batch::Sequences;
use seqscope::checkpoint::DataSource;
use seqscope::nn::Rng;
use seqscope::tokens::{Apostrophe, START, Tokenizer, UNKNOWN, WordRules};
use seqscope::training::batches::bucketed;
use seqscope::training::{Batch, BatchSize, Pair, Purpose, generator};

use super::noise;
use super::pairs::{self, Line};
use super::vocabulary::{Tokenizers, learn};

/// Sources that validation measures: enough to tell two runs apart, few enough to do it often.
const VALIDATION_PAIRS: usize = 2_000;
/// Target tokens of a validation batch.
const VALIDATION_BATCH: usize = 4_000;
/// Pairs with more tokens on a side are not learned from.
const LONGEST: usize = 100;
/// Share of the sources that get a token which no vocabulary has.
const STRAY_SHARE: f64 = 0.01;

/// Readers type the source: capitals and accents do not matter.
const ENGLISH: WordRules = WordRules { fold: true, spaces: true, apostrophe: Apostrophe::BeginsWord };
const FRENCH: WordRules = WordRules { fold: false, spaces: true, apostrophe: Apostrophe::EndsWord };
const CHINESE: WordRules = WordRules { fold: false, spaces: false, apostrophe: Apostrophe::BeginsWord };

/// A language that is translated to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    French,
    Chinese,
}

impl Language {
    fn rules(self) -> WordRules {
        match self {
            Self::French => FRENCH,
            Self::Chinese => CHINESE,
        }
    }

    /// Characters of the longest piece: Chinese has no spaces that would keep phrases apart.
    fn longest_piece(self) -> Option<usize> {
        match self {
            Self::French => None,
            Self::Chinese => Some(4),
        }
    }

    /// A target as the model should write it.
    fn written(self, text: &str) -> String {
        match self {
            Self::French => text.to_string(),
            Self::Chinese => chinese(text),
        }
    }
}

/// What makes the batches besides the pairs.
pub struct TranslationOptions {
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

/// Sentence pairs with their tokenizers.
pub struct Translation {
    pub tokenizers: Tokenizers,
    options: TranslationOptions,
    sources: Vec<String>,
    /// The sources without mistakes, and the targets.
    pairs: Vec<Pair>,
    validation: Vec<Pair>,
    /// Epoch and batches of the batch before.
    order: Option<(u64, Vec<Vec<usize>>)>,
}

impl Translation {
    /// Reads the pairs. Vocabularies that are not given are learned from them.
    pub fn read(
        train: &Path,
        validation: &Path,
        options: TranslationOptions,
        source: Option<Tokenizer>,
        target: Option<Tokenizer>,
    ) -> Result<Self> {
        let (train_lines, validation_lines) = (pairs::read(train)?, pairs::read(validation)?);
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
                let texts = train_pairs.iter().map(|(source, _)| &**source);
                learn(texts, ENGLISH, options.source_pieces, None).context("--source-pieces")?
            }
        };
        let target = match target {
            Some(target) => target,
            None => {
                let texts = train_pairs.iter().map(|(_, target)| &**target);
                learn(texts, language.rules(), options.target_pieces, language.longest_piece())
                    .context("--target-pieces")?
            }
        };
        let tokenizers = Tokenizers { source, target };
        let pair = |(source, target): &(String, String)| Pair {
            source: ids(&tokenizers.source, source),
            target: ids(&tokenizers.target, target),
        };
        // A model that learns to write "unknown" would write it.
        let is_learned = |pair: &Pair| {
            (1..=LONGEST).contains(&pair.source.len())
                && pair.target.len() <= LONGEST
                && !pair.target.contains(&UNKNOWN)
        };
        let (mut sources, mut learned) = (Vec::new(), Vec::new());
        for text in &train_pairs {
            let pair = pair(text);
            if is_learned(&pair) {
                sources.push(text.0.clone());
                learned.push(pair);
            }
        }
        ensure!(!learned.is_empty(), "{}: expected at least one pair to learn from", train.display());
        let validation = validation_pairs.iter().map(pair).filter(|pair| !pair.source.is_empty()).collect();
        Ok(Self { tokenizers, options, sources, pairs: learned, validation, order: None })
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
                source: self.typed(&self.sources[index], &mut rng),
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
    fn typed(&self, source: &str, rng: &mut Rng) -> Vec<usize> {
        let text = noise::typed(source, rng);
        let mut ids: Vec<usize> = match &self.tokenizers.source {
            Tokenizer::Subwords(vocabulary) => {
                let tokens = vocabulary.encode_with_dropout(&text, self.options.piece_dropout, rng);
                tokens.into_iter().map(|token| token.id).collect()
            }
            characters => ids(characters, &text),
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

fn ids(tokenizer: &Tokenizer, text: &str) -> Vec<usize> {
    tokenizer.encode(text).iter().map(|token| token.id).collect()
}

/// Punctuation in its full-width form and no white space beside Chinese characters: most of the corpus is so, and a
/// model should not have to guess.
fn chinese(text: &str) -> String {
    let is_wide = |character: char| !character.is_ascii() && !character.is_whitespace();
    let characters: Vec<char> = text.chars().collect();
    let mut written = String::new();
    for (place, &character) in characters.iter().enumerate() {
        let before = written.chars().last();
        let after = characters[place + 1..].iter().copied().find(|other| !other.is_whitespace());
        let beside_wide = before.is_some_and(is_wide) || after.is_some_and(is_wide);
        let at_end = after.is_none();
        match character {
            _ if character.is_whitespace() && (beside_wide || before.is_none() || at_end) => {}
            ',' if beside_wide => written.push('，'),
            '?' if beside_wide => written.push('？'),
            '!' if beside_wide => written.push('！'),
            ':' if beside_wide => written.push('：'),
            ';' if beside_wide => written.push('；'),
            '.' if at_end && before.is_some_and(is_wide) => written.push('。'),
            _ if character.is_whitespace() => written.push(' '),
            _ => written.push(character),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_written_with_its_own_punctuation_and_without_white_space() {
        assert_eq!(chinese("你好, 汤姆 ?"), "你好，汤姆？");
        assert_eq!(chinese("我有 3.5 公斤."), "我有3.5公斤。");
        assert_eq!(chinese("他说 OK boomer。"), "他说OK boomer。");
    }
}
