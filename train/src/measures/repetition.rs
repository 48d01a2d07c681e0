//! Outputs that go round in circles.

/// Tokens that are repeated.
const TOKENS: usize = 4;
/// How often they stand in a row.
const TIMES: usize = 3;

/// Whether the same four tokens stand three times in a row. One token twelve times is such a loop too, and two tokens
/// six times.
pub fn loops<T: PartialEq>(tokens: &[T]) -> bool {
    tokens.windows(TIMES * TOKENS).any(|window| window[TOKENS..] == window[..window.len() - TOKENS])
}

#[cfg(test)]
mod tests {
    use super::loops;

    #[test]
    fn four_tokens_three_times_in_a_row_are_a_loop() {
        let loops_of = |text: &str| loops(&text.split(' ').collect::<Vec<_>>());
        assert!(loops_of("a b c d a b c d a b c d"));
        assert!(loops_of("x y a b c d a b c d a b c d z"));
        assert!(loops_of("a a a a a a a a a a a a"));
        assert!(loops_of("a b a b a b a b a b a b"));
    }

    #[test]
    fn less_is_none() {
        let loops_of = |text: &str| loops(&text.split(' ').collect::<Vec<_>>());
        assert!(!loops_of("a b c d a b c d a b c"));
        assert!(!loops_of("a b c d a b c d x a b c d"));
        assert!(!loops_of("a b c d a b c d a b c x"));
        assert!(!loops_of("a a a a a a a a a a a"));
        assert!(!loops::<u8>(&[]));
    }
}
