//! The stages of a recipe.

use serde::{Deserialize, Serialize};

/// One command of a recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// What messages and its log are called by.
    pub name: String,
    /// The arguments of the program; paths start at the directory of the recipe.
    pub arguments: Vec<String>,
}

impl Stage {
    /// `command` is cut at its spaces.
    pub fn new(name: impl Into<String>, command: &str) -> Self {
        Self { name: name.into(), arguments: command.split_whitespace().map(str::to_string).collect() }
    }

    /// Whether it keeps a state to go on from.
    pub fn is_training(&self) -> bool {
        self.arguments.first().is_some_and(|command| command == "train")
    }

    /// The value of an option.
    pub fn option(&self, name: &str) -> Option<&str> {
        let place = self.arguments.iter().position(|argument| argument == name)?;
        self.arguments.get(place + 1).map(String::as_str)
    }
}

/// How much shorter, or longer, than the recipe says everything is trained and measured.
#[derive(Clone, Copy, Debug)]
pub struct Scale(pub f64);

impl Scale {
    /// `count` in this scale, at least `least`.
    pub fn of(self, count: u64, least: u64) -> u64 {
        ((count as f64 * self.0).round() as u64).max(least)
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, Stage};

    #[test]
    fn steps_are_scaled_and_never_none() {
        assert_eq!(Scale(0.1).of(8_000, 1), 800);
        assert_eq!(Scale(1e-9).of(8_000, 1), 1);
        assert_eq!(Scale(2.0).of(8_000, 1), 16_000);
    }

    #[test]
    fn options_are_found_by_their_name() {
        let stage = Stage::new("a", "train --task dates --out training/a");
        assert_eq!((stage.option("--out"), stage.option("--seed")), (Some("training/a"), None));
        assert!(stage.is_training() && !Stage::new("b", "publish --into models").is_training());
    }
}
