//! Words for an aligner, with their places in the text.

use std::ops::Range;

use seqscope::tokens::Apostrophe;

/// A word or a punctuation mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// In lower case, with straight apostrophes.
    pub text: String,
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// Whether it is a punctuation mark or a symbol.
    pub is_mark: bool,
}

/// How the source and the target of `task`, such as `en-fr`, have it.
pub fn apostrophes(task: &str) -> (Apostrophe, Apostrophe) {
    let of_language = |code| match code {
        "fr" | "it" | "ca" => Apostrophe::EndsWord,
        _ => Apostrophe::BeginsWord,
    };
    let (source, target) = task.split_once('-').unwrap_or((task, task));
    (of_language(source), of_language(target))
}

/// The words of `text`: runs of letters and digits, Chinese characters and kana one by one, and one by one everything
/// else that is not white space.
pub fn words(text: &str, apostrophe: Apostrophe) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    // Whether the last word may go on.
    let mut open = false;
    let mut rest = text.char_indices().peekable();
    while let Some((start, character)) = rest.next() {
        let before_letter = rest.peek().is_some_and(|(_, next)| is_letter(*next));
        let (begins, ends, is_mark) = if is_letter(character) {
            (false, false, false)
        } else if is_apostrophe(character) && open && before_letter {
            (apostrophe == Apostrophe::BeginsWord, apostrophe == Apostrophe::EndsWord, false)
        } else if character.is_whitespace() {
            open = false;
            continue;
        } else {
            (true, true, !character.is_alphanumeric())
        };
        if begins || !open {
            words.push(Word { text: String::new(), span: start..start, is_mark });
        }
        if let Some(word) = words.last_mut() {
            word.span.end = start + character.len_utf8();
            if is_apostrophe(character) {
                word.text.push('\'');
            } else {
                word.text.extend(character.to_lowercase());
            }
        }
        open = !ends;
    }
    words
}

/// A character that words are made of by more than one.
fn is_letter(character: char) -> bool {
    let combines = ('\u{300}'..='\u{36f}').contains(&character);
    (character.is_alphanumeric() || combines) && !stands_alone(character)
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’')
}

/// A character of a script that writes no spaces: Chinese and kana.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_words(text: &str, apostrophe: Apostrophe, expected: &[&str]) {
        let found = words(text, apostrophe);
        assert_eq!(found.iter().map(|word| &*word.text).collect::<Vec<_>>(), expected);
        for word in found {
            assert_eq!(word.text, text[word.span].to_lowercase().replace('’', "'"));
        }
    }

    #[test]
    fn an_apostrophe_belongs_to_the_word_that_it_shortens() {
        assert_words("Tom's dog isn’t", Apostrophe::BeginsWord, &["tom", "'s", "dog", "isn", "'t"]);
        assert_words("L’eau qu'il a.", Apostrophe::EndsWord, &["l'", "eau", "qu'", "il", "a", "."]);
        assert_words("'Tis dogs'", Apostrophe::BeginsWord, &["'", "tis", "dogs", "'"]);
        assert_eq!(apostrophes("en-fr"), (Apostrophe::BeginsWord, Apostrophe::EndsWord));
        assert_eq!(apostrophes("en-zh"), (Apostrophe::BeginsWord, Apostrophe::BeginsWord));
        assert_eq!(apostrophes("dates"), (Apostrophe::BeginsWord, Apostrophe::BeginsWord));
    }

    #[test]
    fn marks_and_chinese_characters_stand_alone() {
        assert_words("est-ce 3.5 ?", Apostrophe::EndsWord, &["est", "-", "ce", "3", ".", "5", "?"]);
        assert_words(
            "我用iPhone15，𠮷。",
            Apostrophe::BeginsWord,
            &["我", "用", "iphone15", "，", "𠮷", "。"],
        );
        assert_words("cafe\u{301} ", Apostrophe::EndsWord, &["cafe\u{301}"]);
        assert_words("  ", Apostrophe::EndsWord, &[]);
        let marks: Vec<bool> =
            words("我, l'a!", Apostrophe::EndsWord).iter().map(|word| word.is_mark).collect();
        assert_eq!(marks, [false, true, false, false, true]);
    }
}
