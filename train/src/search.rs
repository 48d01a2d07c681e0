//! The options of a search that commands share.

use clap::Args;
use seqscope::search::SearchOptions;

use crate::options;

/// How to search.
#[derive(Args)]
pub struct SearchArguments {
    /// Width of the beam; 1 is greedy search.
    #[arg(long, default_value_t = 1, value_parser = options::beam)]
    beam: usize,
    /// α of the length normalisation ((5 + length) / 6)^α that a beam's outputs are compared by; 0 for none.
    #[arg(long, default_value_t = SearchOptions::default().length_penalty, value_parser = length_penalty)]
    length_penalty: f32,
}

fn length_penalty(text: &str) -> Result<f32, String> {
    let number = text.parse().ok().filter(|number| (0.0..=10.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 10".to_string())
}

impl SearchArguments {
    /// The options, without candidates.
    pub fn options(&self) -> SearchOptions {
        SearchOptions {
            beam: self.beam,
            length_penalty: self.length_penalty,
            candidates: 0,
            ..SearchOptions::default()
        }
    }
}
