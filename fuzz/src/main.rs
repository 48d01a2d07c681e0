//! Files and requests with errors in them, by the million: none may panic, take a second, or take more memory than four
//! times its size and a megabyte.
//!
//! `cargo xtask fuzz` runs it. The inputs are those of the tests, changed at random; the same seed makes the same ones. What
//! fails is written to `target/fuzz`, and belongs into `fuzz/corpus` once it is mended.

mod mutation;
mod seeds;
mod targets;

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
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

struct Options {
    minutes: f64,
    seed: u64,
    only: Vec<String>,
}

/// What was seen of a target.
#[derive(Default)]
struct Seen {
    inputs: u64,
    accepted: u64,
    slowest: Duration,
    /// Bytes over those of the input.
    largest: usize,
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
    let mut options = Options { minutes: 1.0, seed: 1, only: Vec::new() };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("minutes") => options.minutes = arguments.value()?.parse()?,
            Long("seed") => options.seed = arguments.value()?.parse()?,
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
    let seeds = (target.seeds)()?;
    let mut rng = ChaCha8Rng::seed_from_u64(options.seed);
    let mut seen = Seen::default();
    let kept = corpus(target.name)?;
    let end = Instant::now() + Duration::from_secs_f64(options.minutes * 60.0);
    let mut whole = seeds.iter().chain(&kept);
    while Instant::now() < end {
        // The seeds as they are, first.
        let input = match whole.next() {
            Some(seed) => seed.clone(),
            None => mutation::mutated(&seeds, &mut rng),
        };
        if let Err(reason) = try_input(target, &input, &mut seen) {
            let path = written(target.name, &input)?;
            println!("{}: input {}: {reason}; it is in {path}", target.name, seen.inputs);
            return Ok(false);
        }
    }
    println!(
        "{:12} {:>9} inputs, {} accepted, the slowest {:.0} ms, at most {} KB beyond {BYTES_A_BYTE} times the input",
        target.name,
        seen.inputs,
        seen.accepted,
        seen.slowest.as_secs_f64() * 1e3,
        seen.largest / 1024
    );
    Ok(true)
}

fn try_input(target: &Target, input: &[u8], seen: &mut Seen) -> Result<(), String> {
    seen.inputs += 1;
    // Another program may have had the processor: what is slow is slow again.
    let mut time = Duration::MAX;
    for _ in 0..3 {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let start = Instant::now();
        let accepted = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(input)))
            .map_err(|_| "it panics".to_string())?;
        time = time.min(start.elapsed());
        let taken = MEMORY.peak_usage().saturating_sub(before);
        let beyond = taken.saturating_sub(BYTES_A_BYTE * input.len());
        if beyond > FREE_BYTES {
            return Err(format!("it takes {taken} bytes for {}", input.len()));
        }
        seen.largest = seen.largest.max(beyond);
        if time <= LONGEST {
            seen.accepted += u64::from(accepted);
            seen.slowest = seen.slowest.max(time);
            return Ok(());
        }
    }
    Err(format!("it takes {:.1} s", time.as_secs_f64()))
}

/// What once failed.
fn corpus(target: &str) -> Result<Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let files = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    files.map(|file| Ok(fs::read(file?.path())?)).collect()
}

fn written(target: &str, input: &[u8]) -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fuzz");
    fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{target}-{}", input.len()));
    fs::write(&path, input)?;
    Ok(path.display().to_string())
}
