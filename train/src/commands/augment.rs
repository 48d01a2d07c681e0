//! `seqscope augment`: pairs to learn from, with pairs of our own beside them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Args;
use seqscope::training::{Purpose, generator};

use crate::alignment::phrases::phrases;
use crate::data::{Language, NounPhrases, Phrase, folded, fullest, joined, own_pairs, pair_file, renamed};
use crate::files;
use crate::measures::{Segment, chrf};
use crate::messages::say;
use crate::options::TargetLanguage;

/// Adds to a file of pairs what a corpus has too little of: short phrases that people type first, sentences with names of
/// people and places, and sentences of the file with another name in them.
///
/// They are written for this project and are in the program (train/data). None is added that reads as a sentence to
/// validate on.
#[derive(Args)]
pub struct AugmentArguments {
    /// What English is translated to.
    #[arg(long, value_enum)]
    to: TargetLanguage,
    /// The pairs: source, tab, target on each line.
    #[arg(long)]
    pairs: PathBuf,
    /// The pairs to validate on.
    #[arg(long)]
    validation: PathBuf,
    /// How often each pair of the file is written.
    #[arg(long, default_value_t = 1)]
    times: usize,
    /// The share of the pairs of the file that is kept: of sources with as many words those with the longest targets. A
    /// model that learns from people who leave something out leaves something out.
    #[arg(long, default_value_t = 1.0)]
    fullest: f64,
    /// How often each phrase is added, every other time without the mark that ends it and every third time in small letters.
    #[arg(long, default_value_t = 5)]
    phrases: usize,
    /// How many different sentences with names are added.
    #[arg(long, default_value_t = 10_000)]
    names: usize,
    /// How many pairs of the file are added with another name in them.
    #[arg(long, default_value_t = 0)]
    renamed: usize,
    /// How many nouns with a determiner, an adjective or both are added, such as `cold water`.
    #[arg(long, default_value_t = 0)]
    noun_phrases: usize,
    /// How many pairs are added that are put together of two short ones of the file.
    #[arg(long, default_value_t = 0)]
    joined: usize,
    /// How many words and phrases of up to three words are added that an aligner finds in the file, the most frequent
    /// first.
    #[arg(long, default_value_t = 0)]
    extracted: usize,
    /// A file of texts: of these nouns, words and phrases, and of pairs put together, none is added that reads as one of
    /// its lines.
    #[arg(long)]
    never: Option<PathBuf>,
    /// Further sentences to translate, one a line, whose translations are in --translations.
    #[arg(long, requires = "translations")]
    sentences: Option<PathBuf>,
    /// What two models make of --sentences, one line for each, as `seqscope translate` writes it. Sentences whose two
    /// translations are alike are added, with the first.
    #[arg(long, num_args = 2, value_names = ["FILE", "OTHER"], requires = "sentences")]
    translations: Vec<PathBuf>,
    /// Which names stand in which sentences.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
}

/// chrF of two translations that are alike: models that were trained apart seldom make the same mistake.
const ALIKE: f64 = 40.0;

/// The sentences whose two translations are alike, with the first.
fn translated(sentences: &Path, translations: &[PathBuf]) -> Result<Vec<Phrase>> {
    let lines = |path: &Path| -> Result<Vec<String>> {
        Ok(files::read_text(path)?.lines().map(str::to_string).collect())
    };
    let sources = lines(sentences)?;
    let translations: Vec<Vec<String>> =
        translations.iter().map(|path| lines(path)).collect::<Result<_>>()?;
    let [first, second] = &translations[..] else { return Ok(Vec::new()) };
    for found in [first.len(), second.len()] {
        ensure!(
            found == sources.len(),
            "--translations: expected a line for each of the {} sentences, found {found}",
            sources.len()
        );
    }
    let is_alike = |output: &str, other: &String| {
        let references = std::slice::from_ref(other);
        !output.is_empty() && chrf::of_corpus([Segment { output, references }].into_iter()) >= ALIKE
    };
    let pairs = sources.into_iter().zip(first.iter().zip(second));
    Ok(pairs
        .filter(|(source, (one, other))| !source.trim().is_empty() && is_alike(one, other))
        .map(|(source, (one, _))| (source, one.clone()))
        .collect())
}

pub fn augment(arguments: &AugmentArguments) -> Result<ExitCode> {
    let share = arguments.fullest;
    ensure!(share > 0.0 && share <= 1.0, "--fullest: expected a share from above 0 to 1, found {share}");
    let lines = pair_file::read(&arguments.pairs)?;
    let held_out: HashSet<String> =
        pair_file::read(&arguments.validation)?.iter().map(|line| folded(&line.source)).collect();
    let never = match &arguments.never {
        Some(path) => files::read_text(path)?,
        None => String::new(),
    };
    // A text is the same with its final mark and without.
    let plain = |text: &str| folded(text.trim_end_matches(['.', '!', '?', ' ']));
    let never: HashSet<String> = never.lines().map(plain).collect();
    let mut rng = generator(arguments.seed, Purpose::Data, 0, 0);
    let language = match arguments.to {
        TargetLanguage::French => Language::French,
        TargetLanguage::Chinese => Language::Chinese,
    };
    let mut added = own_pairs(language, arguments.phrases, arguments.names, &held_out, &mut rng)?;
    let of_file: Vec<Phrase> = lines
        .iter()
        .flat_map(|line| line.targets.iter().map(|target| (line.source.clone(), target.clone())))
        .collect();
    let mut others = renamed(language, &of_file, arguments.renamed, &mut rng)?;
    others.retain(|(english, _)| !held_out.contains(&folded(english)));
    added.extend(others);
    let is_new =
        |(english, _): &Phrase| !held_out.contains(&folded(english)) && !never.contains(&plain(english));
    let noun_phrases = NounPhrases::new()?;
    for _ in 0..arguments.noun_phrases {
        added.extend(Some(noun_phrases.draw(language, &mut rng)?).filter(is_new));
    }
    added.extend(joined(language, &of_file, arguments.joined, &mut rng).into_iter().filter(is_new));
    if arguments.extracted > 0 {
        let found = phrases(arguments.to.task(), &of_file)?;
        let found = found.into_iter().map(|(english, target, _)| (english, target));
        added.extend(found.filter(is_new).take(arguments.extracted));
    }
    if let Some(sentences) = &arguments.sentences {
        let found = translated(sentences, &arguments.translations)?;
        added.extend(found.into_iter().filter(|(english, _)| !held_out.contains(&folded(english))));
    }
    let kept = fullest(&of_file, share);
    let of_file = (0..arguments.times).flat_map(|_| &kept).copied();
    let mut written = String::new();
    for (english, target) in of_file.chain(&added) {
        written.push_str(&format!("{english}\t{target}\n"));
    }
    let same = |path: &PathBuf| path.canonicalize().ok();
    ensure!(
        same(&arguments.out).is_none() || same(&arguments.out) != same(&arguments.pairs),
        "{}: expected another file than --pairs",
        arguments.out.display()
    );
    files::write(&arguments.out, written.as_bytes())?;
    say(format_args!("{} pairs of the file and {} others", lines.len(), added.len()));
    Ok(ExitCode::SUCCESS)
}
