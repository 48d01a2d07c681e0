//! How tokens are labelled, as on the page.

use crate::tokens::Token;

/// What rows or columns of a picture are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// As they are written in a picture.
    pub texts: Vec<String>,
    /// Whether they are words or pieces of words, which are set slanted above columns, and not characters.
    pub are_words: bool,
}

/// One character each.
pub fn character_labels(tokens: &[Token]) -> Labels {
    Labels { texts: tokens.iter().map(|token| visible(&token.text)).collect(), are_words: false }
}

/// Pieces of the words of `text`, with ␣ in front of each that starts one.
pub fn piece_labels(tokens: &[Token], text: &str) -> Labels {
    let mut before = 0;
    let mut texts = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let covered = text.get(token.span.clone()).unwrap_or_default();
        let shown = covered.trim_start();
        let start = token.span.end - shown.len();
        let starts = start > token.span.start
            || token.span.start > before
            || token.text.starts_with(char::is_whitespace)
            || (index == 0 && covered.starts_with(is_spaced));
        before = before.max(token.span.end);
        let shown = if shown.is_empty() { token.text.trim_start() } else { shown };
        let shown = visible(if shown.is_empty() { " " } else { shown });
        texts.push(if starts { format!("␣{shown}") } else { shown });
    }
    Labels { texts, are_words: true }
}

/// Whether a character is of a script that has spaces between words.
fn is_spaced(character: char) -> bool {
    let is_unspaced = matches!(character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{3fffd}');
    character.is_alphanumeric() && !is_unspaced
}

/// A token with a sign for a character that would not be seen by itself.
pub fn visible(text: &str) -> String {
    let sign = match text {
        " " => "␣",
        "\t" => "⇥",
        "\n" | "\r" => "↵",
        "\u{a0}" => "⍽",
        "\u{3000}" => "□",
        _ => return text.to_string(),
    };
    sign.to_string()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn tokens(pieces: &[(&str, usize, usize)]) -> Vec<Token> {
        pieces
            .iter()
            .map(|&(text, start, end)| Token { id: 4, text: text.to_string(), span: start..end })
            .collect()
    }

    #[test]
    fn a_sign_stands_where_a_word_starts() {
        let text = "I don’t  count!";
        let pieces = tokens(&[
            ("I", 0, 1),
            (" don", 1, 5),
            ("’t", 5, 9),
            (" count", 10, 16),
            ("!", 16, 17),
            ("</s>", 17, 17),
        ]);
        assert_eq!(piece_labels(&pieces, text).texts, ["␣I", "␣don", "’t", "␣count", "!", "</s>"]);
    }

    #[test]
    fn chinese_begins_no_word() {
        let text = "我们去";
        assert_eq!(piece_labels(&tokens(&[("我们", 0, 6), ("去", 6, 9)]), text).texts, ["我们", "去"]);
    }

    #[test]
    fn what_cannot_be_seen_has_a_sign() {
        let text = "a \t\u{3000}";
        let found = character_labels(&tokens(&[("a", 0, 1), (" ", 1, 2), ("\t", 2, 3), ("\u{3000}", 3, 6)]));
        assert_eq!(found.texts, ["a", "␣", "⇥", "□"], "{text}");
    }
}
