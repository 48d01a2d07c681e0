//! How far a model's attention agrees with a statistical aligner on the pairs of a file.

use anyhow::{Context, Result};
use ndarray::s;
use seqscope::nn::AttentionType;

use crate::alignment::aligner::{Aligner, Links, WordPair};
use crate::alignment::words::{Word, WordFinder};
use crate::data::pair_file::{Line, PairFile};
use crate::measures::agreement::{Agreement, Counts, of_words};
use crate::parallel;
use crate::stored_model::StoredModel;

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
        let (of_source, of_target) = &WordFinder::of_task(task);
        let cut = |line: &Line| (of_source.words(&line.source), of_target.words(&line.targets[0]));
        let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect();
        let pair = |(source, target): &(Vec<Word>, Vec<Word>)| WordPair {
            source: texts(source),
            target: texts(target),
        };
        // Every reference of the training pairs is one more pair; those measured on count once, last.
        let of_training = training.lines.iter().flat_map(|line| {
            line.targets
                .iter()
                .map(move |reference| (of_source.words(&line.source), of_target.words(reference)))
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

    /// The agreement where `model` is made to write the first reference of each line; none of a model without attention.
    pub fn agreement(&self, model: &StoredModel) -> Result<Option<Agreement>> {
        if model.metadata.model.attention == AttentionType::None {
            return Ok(None);
        }
        let attended = parallel::map_with(self.lines.len(), |workspace, index| {
            let (line, aligned) = (&self.file.lines[index], &self.lines[index]);
            let target = model.metadata.target.encode(&line.targets[0]);
            let output: Vec<usize> = target.iter().map(|token| token.id).collect();
            let trace =
                model.forced(&line.source, &output, workspace).with_context(|| self.file.line_name(index))?;
            let weights = trace.weights.slice(s![..output.len(), ..]);
            Ok(of_words(weights, (&trace.source, &aligned.source), (&target, &aligned.target)))
        })?;
        let mut counts = Counts::default();
        for (attended, aligned) in attended.iter().zip(&self.lines) {
            counts.add(attended, &aligned.links, &aligned.target);
        }
        Ok(counts.agreement())
    }
}
