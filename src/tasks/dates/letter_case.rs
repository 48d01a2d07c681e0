//! Capitals.

/// `APRIL`, `april` or `April`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterCase {
    /// All capitals.
    Upper,
    /// No capitals.
    Lower,
    /// One capital, at the start.
    Title,
}

impl LetterCase {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Upper, Self::Lower, Self::Title];

    /// `word` in ASCII letters.
    pub(super) fn apply(self, word: &str) -> String {
        match self {
            Self::Upper => word.to_ascii_uppercase(),
            Self::Lower => word.to_ascii_lowercase(),
            Self::Title => {
                let (first, rest) = word.split_at(1);
                first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
            }
        }
    }
}
