//! Words for an aligner, with their places in the text.

use std::ops::Range;

use jieba_rs::Jieba;
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

/// How the words of a language are found.
pub struct WordFinder {
    apostrophe: Apostrophe,
    /// For a language that writes no spaces.
    segmenter: Option<Jieba>,
}

impl WordFinder {
    /// For the source and the target of `task`, such as `en-fr`.
    pub fn of_task(task: &str) -> (Self, Self) {
        let of_language = |code| Self {
            apostrophe: match code {
                "fr" | "it" | "ca" => Apostrophe::EndsWord,
                _ => Apostrophe::BeginsWord,
            },
            segmenter: (code == "zh").then(Jieba::new),
        };
        let (source, target) = task.split_once('-').unwrap_or((task, task));
        (of_language(source), of_language(target))
    }

    /// The words of `text`: runs of letters and digits, and one by one everything else that is not white space, but for
    /// Chinese characters that the segmenter puts together.
    pub fn words(&self, text: &str) -> Vec<Word> {
        let Some(segmenter) = &self.segmenter else { return words(text, self.apostrophe) };
        let mut starts = vec![false; text.len()];
        for token in segmenter.cut(text, true) {
            starts[token.byte_start] = true;
        }
        let mut found: Vec<Word> = Vec::new();
        for word in words(text, self.apostrophe) {
            match found.last_mut() {
                Some(last)
                    if last.span.end == word.span.start
                        && !starts[word.span.start]
                        && !last.is_mark
                        && !word.is_mark =>
                {
                    last.span.end = word.span.end;
                    last.text.push_str(&word.text);
                }
                _ => found.push(word),
            }
        }
        found
    }
}

/// The words of `text`: runs of letters and digits, Chinese characters and kana one by one, and one by one everything
/// else that is not white space.
fn words(text: &str, apostrophe: Apostrophe) -> Vec<Word> {
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
    }

    #[test]
    fn a_task_says_how_words_are_found() {
        let (source, target) = WordFinder::of_task("en-fr");
        let texts = |finder: &WordFinder, text: &str| -> Vec<String> {
            finder.words(text).into_iter().map(|word| word.text).collect()
        };
        assert_eq!(texts(&source, "I don't"), ["i", "don", "'t"]);
        assert_eq!(texts(&target, "J'ai"), ["j'", "ai"]);
        let (_, chinese) = WordFinder::of_task("en-zh");
        assert_eq!(
            texts(&chinese, "我昨天买了iPhone，你呢？"),
            ["我", "昨天", "买", "了", "iphone", "，", "你", "呢", "？"]
        );
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
