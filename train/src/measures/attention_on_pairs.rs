//! How far a model's attention agrees with a statistical aligner on the pairs of a file.

use anyhow::{Context, Result};
use seqscope::checkpoint::Checkpoint;
use seqscope::tokens::Token;

use crate::data::pairs::Line;
use crate::measures::agreement::{Agreement, Counts, of_words};
use crate::measures::aligner::{Aligner, Links, WordPair};
use crate::measures::words::{Apostrophe, Word, words};
use crate::pairs::PairFile;
use crate::searching::{forced_attention, ids};

/// The first reference of each line of a file, aligned with its input.
pub struct AlignedFile<'a> {
    file: &'a PairFile,
    lines: Vec<AlignedLine>,
}

struct AlignedLine {
    source: Vec<Word>,
    target: Vec<Word>,
    links: Links,
}

impl<'a> AlignedFile<'a> {
    /// Trains an aligner for `task` on `training` and `file` together, as is usual: a word that only stands in `file`
    /// would have no translation. The models see nothing of it.
    pub fn new(task: &str, training: &PairFile, file: &'a PairFile) -> Result<Self> {
        let cut = |line: &Line| {
            let (source, target) = Apostrophe::of_task(task);
            (words(&line.source, source), words(&line.targets[0], target))
        };
        let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect();
        let pair = |(source, target): &(Vec<Word>, Vec<Word>)| WordPair {
            source: texts(source),
            target: texts(target),
        };
        // Every reference of the training pairs is one more pair; those measured on count once, last.
        let of_training = training.lines.iter().flat_map(|line| {
            let (source, target) = Apostrophe::of_task(task);
            let with = move |reference: &String| (words(&line.source, source), words(reference, target));
            line.targets.iter().map(with)
        });
        let mut pairs: Vec<WordPair<String>> = of_training.map(|cut| pair(&cut)).collect();
        let cuts: Vec<(Vec<Word>, Vec<Word>)> = file.lines.iter().map(cut).collect();
        let measured = pairs.len();
        pairs.extend(cuts.iter().map(pair));
        let aligner = Aligner::train(&pairs)?;
        let lines = cuts.into_iter().zip(&pairs[measured..]).map(|((source, target), pair)| {
            let links = aligner.align(pair);
            AlignedLine { source, target, links }
        });
        Ok(Self { file, lines: lines.collect() })
    }

    /// The agreement where `checkpoint` is made to write the first reference of each line.
    pub fn agreement(&self, checkpoint: &Checkpoint) -> Result<Option<Agreement>> {
        let source = |(index, line): (usize, &Line)| {
            checkpoint.metadata.source_tokens(&line.source).with_context(|| self.file.line_name(index))
        };
        let lines = &self.file.lines;
        let sources = lines.iter().enumerate().map(source).collect::<Result<Vec<Vec<Token>>>>()?;
        let targets: Vec<Vec<Token>> =
            lines.iter().map(|line| checkpoint.metadata.target.encode(&line.targets[0])).collect();
        let all_ids = |texts: &[Vec<Token>]| texts.iter().map(|tokens| ids(tokens)).collect::<Vec<_>>();
        let weights = forced_attention(checkpoint, &all_ids(&sources), &all_ids(&targets))?;
        let mut counts = Counts::default();
        for (index, aligned) in self.lines.iter().enumerate() {
            let source = (&*sources[index], &*aligned.source);
            let target = (&*targets[index], &*aligned.target);
            counts.add(&of_words(weights[index].view(), source, target), &aligned.links, &aligned.target);
        }
        Ok(counts.agreement())
    }
}
