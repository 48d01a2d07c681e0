//! Learning which pieces words are cut into.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use jieba_rs::Jieba;
use seqscope::tokens::{
    SPECIAL_TOKENS, SubwordVocabulary, Tokenizer, WORD_START, WordRules, word_strings_with_cuts,
};
use serde::{Deserialize, Serialize};
use tokenizers::Trainer;
use tokenizers::models::bpe::{BPE, BpeTrainer};

use crate::files;

/// A character that is rarer is not in a vocabulary.
const LEAST_COUNT: u64 = 3;
/// The first of the private characters that stand for a word's first character together with its mark.
const FIRST_OF_WORD: u32 = 0xF_0000;

/// The vocabularies of both sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tokenizers {
    pub source: Tokenizer,
    pub target: Tokenizer,
}

impl Tokenizers {
    pub fn read(path: &Path) -> Result<Self> {
        serde_json::from_slice(&files::read(path)?).with_context(|| path.display().to_string())
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        files::write(path, serde_json::to_string(self)?.as_bytes())
    }
}

/// Learns a vocabulary of `size` ids, the special ones included, from `texts`, each with the bytes that no piece has on both
/// of its sides. A piece is at most `longest` characters long, and, where there is a `segmenter`, lies within one of the
/// words that it finds.
pub fn learn<'a>(
    texts: impl Iterator<Item = (&'a str, Vec<usize>)>,
    rules: WordRules,
    size: usize,
    longest: Option<usize>,
    segmenter: Option<&Jieba>,
) -> Result<Tokenizer> {
    // The mark of a word's start is one symbol with the character behind it from the beginning, so that no piece is
    // a mark alone.
    let mut firsts: BTreeMap<char, u32> = BTreeMap::new();
    let mut words: Vec<String> = Vec::new();
    let segmented = |word: String| -> Vec<String> {
        match segmenter {
            Some(segmenter) => {
                segmenter.cut(&word, true).into_iter().map(|token| token.word.to_string()).collect()
            }
            None => vec![word],
        }
    };
    for word in texts.flat_map(|(text, cuts)| word_strings_with_cuts(text, &cuts, rules)).flat_map(segmented)
    {
        let mut characters = word.chars();
        match (characters.next(), characters.next()) {
            (Some(WORD_START), Some(first)) if rules.spaces => {
                let known = firsts.len() as u32;
                let symbol = FIRST_OF_WORD + *firsts.entry(first).or_insert(known);
                words.push(char::from_u32(symbol).into_iter().chain(characters).collect());
            }
            _ => words.push(word),
        }
    }
    let mut counts: HashMap<char, u64> = HashMap::new();
    words.iter().flat_map(|word| word.chars()).for_each(|symbol| *counts.entry(symbol).or_default() += 1);
    let alphabet = counts.values().filter(|&&count| count >= LEAST_COUNT).count();
    ensure!(
        alphabet > 0,
        "expected texts in which some character stands at least {LEAST_COUNT} times, found none to learn a vocabulary from"
    );
    let pieces = size.saturating_sub(SPECIAL_TOKENS.len());
    ensure!(pieces >= alphabet, "expected a vocabulary of at least {alphabet} pieces, found {pieces}");

    let mut trainer = BpeTrainer::builder()
        .vocab_size(pieces)
        .min_frequency(2)
        .limit_alphabet(alphabet)
        .max_token_length(longest)
        .show_progress(false)
        .build();
    let mut model = BPE::default();
    trainer.feed(words.iter(), |word| Ok(vec![word.to_string()])).map_err(|error| anyhow!("{error}"))?;
    trainer.train(&mut model).map_err(|error| anyhow!("{error}"))?;
    let mut learned: Vec<(u32, String)> =
        tokenizers::Model::get_vocab(&model).into_iter().map(|(piece, id)| (id, piece)).collect();
    learned.sort();
    let by_symbol: HashMap<char, char> = firsts
        .iter()
        .filter_map(|(&first, &index)| Some((char::from_u32(FIRST_OF_WORD + index)?, first)))
        .collect();
    let written = |piece: &str| -> String {
        let marked = |symbol: char| match by_symbol.get(&symbol) {
            Some(&first) => [Some(WORD_START), Some(first)],
            None => [Some(symbol), None],
        };
        piece.chars().flat_map(marked).flatten().collect()
    };
    let pieces: Vec<String> = learned.iter().map(|(_, piece)| written(piece)).collect();
    let vocabulary =
        SubwordVocabulary::new(rules, pieces.iter().map(String::as_str)).map_err(|error| anyhow!(error))?;
    Ok(Tokenizer::Subwords(vocabulary))
}
