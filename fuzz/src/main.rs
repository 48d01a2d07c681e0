//! Files and requests with errors in them, by the million: none may panic, take a second, or take more memory than four
//! times its size and a megabyte.
//!
//! `cargo xtask fuzz` runs it. The inputs are those of the tests and of `fuzz/corpus`, changed at random; the same seed makes
//! the same ones. An input that is refused in a way that was not seen before is changed further. `--keep` writes the smallest
//! of each way to `fuzz/corpus`. What fails is written to `target/fuzz`, and belongs into the corpus once it is mended.

mod mutation;
mod seeds;
mod targets;

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use lexopt::prelude::{Long, ValueExt};
use peak_alloc::PeakAlloc;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use targets::Target;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// For one input.
const LONGEST: Duration = Duration::from_secs(1);
/// Bytes that an input may take beside those that its size allows.
const FREE_BYTES: usize = 1 << 20;
/// Bytes that an input may take for each of its own.
const BYTES_A_BYTE: usize = 4;

/// Inputs that are changed further: as many, and no larger ones.
const MOST_WAYS: usize = 2_000;
/// What is kept in the repository: so many files of a target, each of so many bytes.
const MOST_KEPT: usize = 40;
const LARGEST_KEPT: usize = 4_096;

struct Options {
    minutes: f64,
    seed: u64,
    only: Vec<String>,
    keep: bool,
}

/// What was seen of a target.
#[derive(Default)]
struct Seen {
    inputs: u64,
    accepted: u64,
    slowest: Duration,
    /// Bytes over those of the input.
    largest: usize,
    /// The smallest input of each way to be refused or accepted.
    ways: BTreeMap<String, Vec<u8>>,
}

impl Seen {
    /// Whether the way of an input is a new one.
    fn note(&mut self, input: &[u8], way: String) -> bool {
        let is_new = !self.ways.contains_key(&way);
        if is_new && self.ways.len() == MOST_WAYS {
            return false;
        }
        let smallest = self.ways.entry(way).or_insert_with(|| input.to_vec());
        if input.len() < smallest.len() {
            *smallest = input.to_vec();
        }
        is_new
    }
}

fn main() -> Result<ExitCode> {
    let options = options()?;
    let mut failed = false;
    for target in targets::ALL {
        if options.only.is_empty() || options.only.iter().any(|name| name == target.name) {
            failed |= !run(&target, &options)?;
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn options() -> Result<Options> {
    let mut options = Options { minutes: 1.0, seed: 1, only: Vec::new(), keep: false };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("minutes") => options.minutes = arguments.value()?.parse()?,
            Long("seed") => options.seed = arguments.value()?.parse()?,
            Long("keep") => options.keep = true,
            Long("only") => {
                let name = arguments.value()?.string()?;
                if targets::ALL.iter().all(|target| target.name != name) {
                    bail!(
                        "no target {name}: expected one of {}",
                        targets::ALL.map(|target| target.name).join(", ")
                    );
                }
                options.only.push(name);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// Whether nothing failed.
fn run(target: &Target, options: &Options) -> Result<bool> {
    let end = Instant::now() + Duration::from_secs_f64(options.minutes * 60.0);
    let seen = match try_while(target, options.seed, |_| Instant::now() < end)? {
        Ok(seen) => seen,
        Err(reason) => {
            println!("{}: {reason}", target.name);
            return Ok(false);
        }
    };
    if options.keep {
        keep(target.name, &seen.ways)?;
    }
    println!(
        "{:12} {:>9} inputs, {} accepted, {} ways, the slowest {:.0} ms, at most {} KB beyond {BYTES_A_BYTE} times the input",
        target.name,
        seen.inputs,
        seen.accepted,
        seen.ways.len(),
        seen.slowest.as_secs_f64() * 1e3,
        seen.largest / 1024
    );
    Ok(true)
}

/// Tries inputs as long as `goes_on` says of their number: the seeds and the corpus as they are, then changed ones.
fn try_while(target: &Target, seed: u64, goes_on: impl Fn(u64) -> bool) -> Result<Result<Seen, String>> {
    let mut seeds = (target.seeds)()?;
    seeds.extend(corpus(target.name)?);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut seen = Seen::default();
    let whole = seeds.len() as u64;
    while seen.inputs < whole || goes_on(seen.inputs) {
        let input = match seeds.get(seen.inputs as usize) {
            Some(seed) if seen.inputs < whole => seed.clone(),
            _ => mutation::mutated(&seeds, &mut rng),
        };
        match try_input(target, &input, &mut seen) {
            Ok(true) if seen.inputs > whole => seeds.push(input),
            Ok(_) => {}
            Err(reason) => {
                let path = written(target.name, &input)?;
                return Ok(Err(format!("input {}: {reason}; it is in {path}", seen.inputs)));
            }
        }
    }
    Ok(Ok(seen))
}

/// Whether it went a new way.
fn try_input(target: &Target, input: &[u8], seen: &mut Seen) -> Result<bool, String> {
    seen.inputs += 1;
    // Another program may have had the processor: what is slow is slow again.
    let mut time = Duration::MAX;
    for _ in 0..3 {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let start = Instant::now();
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(input)))
            .map_err(|_| "it panics".to_string())?;
        time = time.min(start.elapsed());
        let taken = MEMORY.peak_usage().saturating_sub(before);
        let beyond = taken.saturating_sub(BYTES_A_BYTE * input.len());
        if beyond > FREE_BYTES {
            return Err(format!("it takes {taken} bytes for {}", input.len()));
        }
        seen.largest = seen.largest.max(beyond);
        if time <= LONGEST {
            seen.accepted += u64::from(outcome.accepted);
            seen.slowest = seen.slowest.max(time);
            return Ok(seen.note(input, outcome.way));
        }
    }
    Err(format!("it takes {:.1} s", time.as_secs_f64()))
}

fn corpus_folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target)
}

/// What once failed, and what showed a new way; in the order of its names, so that a seed makes the same inputs.
fn corpus(target: &str) -> Result<Vec<Vec<u8>>> {
    let folder = corpus_folder(target);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let files = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut paths = files.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    paths.iter().map(|path| fs::read(path).with_context(|| path.display().to_string())).collect()
}

/// Writes the smallest inputs, one of each beginning of a way, under names of their content. What is there stays.
fn keep(target: &str, ways: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let folder = corpus_folder(target);
    fs::create_dir_all(&folder)?;
    let mut smallest: BTreeMap<String, &Vec<u8>> = BTreeMap::new();
    for (way, input) in ways.iter().filter(|(_, input)| input.len() <= LARGEST_KEPT) {
        let beginning = way.split(' ').take(6).collect::<Vec<_>>().join(" ");
        let kept = smallest.entry(beginning).or_insert(input);
        if input.len() < kept.len() {
            *kept = input;
        }
    }
    let mut inputs: Vec<&Vec<u8>> = smallest.into_values().collect();
    inputs.sort_by_key(|input| input.len());
    for input in inputs.into_iter().take(MOST_KEPT) {
        let mut hasher = DefaultHasher::new();
        input.hash(&mut hasher);
        fs::write(folder.join(format!("{:016x}", hasher.finish())), input)?;
    }
    Ok(())
}

fn written(target: &str, input: &[u8]) -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fuzz");
    fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{target}-{}", input.len()));
    fs::write(&path, input)?;
    Ok(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use super::*;

    /// The memory that is measured is that of all threads.
    static ALONE: Mutex<()> = Mutex::new(());

    /// A long run is `cargo xtask fuzz`'s; this holds what is committed, and some changes of it.
    #[test]
    fn the_corpora_and_some_changes_of_them_do_no_harm() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        for target in targets::ALL {
            let seen = try_while(&target, 1, |inputs| inputs < 1_000).unwrap();
            let seen = seen.unwrap_or_else(|reason| panic!("{}: {reason}", target.name));
            assert!(seen.accepted > 0 && seen.ways.len() > 5, "{}: {} ways", target.name, seen.ways.len());
        }
    }

    #[test]
    fn what_takes_too_much_memory_or_panics_is_told() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        fn greedy(input: &[u8]) -> targets::Outcome {
            let taken = vec![1_u8; 3 << 20];
            targets::Outcome { accepted: taken.len() > input.len(), way: String::new() }
        }
        fn panics(_: &[u8]) -> targets::Outcome {
            panic!("as it should")
        }
        let of = |run| Target { name: "test", seeds: || Ok(Vec::new()), run };
        let reason = try_input(&of(greedy), &[0; 10], &mut Seen::default()).unwrap_err();
        // The thread that waits for this one takes a few bytes too.
        let taken: usize = reason.split(' ').nth(2).and_then(|bytes| bytes.parse().ok()).unwrap_or(0);
        assert!((3 << 20..4 << 20).contains(&taken) && reason.ends_with(" bytes for 10"), "{reason}");
        assert_eq!(try_input(&of(panics), &[], &mut Seen::default()).unwrap_err(), "it panics");
    }
}
