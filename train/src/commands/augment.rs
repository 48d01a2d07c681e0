//! `seqscope augment`: pairs to learn from, with pairs of our own beside them.

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use seqscope::training::{Purpose, generator};

use crate::alignment::phrases::phrases;
use crate::data::{Language, NounPhrases, Phrase, folded, own_pairs, pair_file, renamed};
use crate::files;
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
    /// How often each phrase is added.
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
    /// How many words and phrases of up to three words are added that an aligner finds in the file, the most frequent
    /// first.
    #[arg(long, default_value_t = 0)]
    extracted: usize,
    /// A file of texts: of both none is added that reads as one of its lines.
    #[arg(long)]
    never: Option<PathBuf>,
    /// Which names stand in which sentences.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
}

pub fn augment(arguments: &AugmentArguments) -> Result<ExitCode> {
    let lines = pair_file::read(&arguments.pairs)?;
    let held_out: HashSet<String> =
        pair_file::read(&arguments.validation)?.iter().map(|line| folded(&line.source)).collect();
    let never = match &arguments.never {
        Some(path) => String::from_utf8(files::read(path)?).with_context(|| path.display().to_string())?,
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
    if arguments.extracted > 0 {
        let found = phrases(arguments.to.task(), &of_file)?;
        let found = found.into_iter().map(|(english, target, _)| (english, target));
        added.extend(found.filter(is_new).take(arguments.extracted));
    }
    let mut written = String::new();
    for (english, target) in of_file.iter().chain(&added) {
        written.push_str(&format!("{english}\t{target}\n"));
    }
    let same = |path: &PathBuf| path.canonicalize().ok();
    ensure!(
        same(&arguments.out).is_none() || same(&arguments.out) != same(&arguments.pairs),
        "{}: expected another file than --pairs",
        arguments.out.display()
    );
    files::write(&arguments.out, written.as_bytes())?;
    say(format_args!("{} pairs of the file and {} of our own", lines.len(), added.len()));
    Ok(ExitCode::SUCCESS)
}
