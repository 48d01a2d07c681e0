mod alignment;
mod examples;
// proptest does not compile for a browser.
#[cfg(not(target_arch = "wasm32"))]
mod properties;
mod spellings;

use super::*;

fn spelling(name: &str) -> Spelling {
    Spelling::ALL.into_iter().find(|spelling| spelling.name() == name).unwrap()
}

fn date(iso: &str) -> Date {
    Date::all().find(|date| date.to_string() == iso).unwrap()
}

fn example(name: &str, iso: &str) -> Example {
    Example::new(spelling(name), date(iso), Style::default())
}
