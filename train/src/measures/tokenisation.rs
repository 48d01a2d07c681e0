//! The two tokenisations of sacreBLEU that BLEU is computed on here. Both leave case alone.

use super::is_space;

/// How BLEU cuts a line into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tokenisation {
    /// `13a`: punctuation apart from words, as mteval-v13a.pl of WMT.
    Western,
    /// `zh`: Chinese characters one by one, everything else as in `13a`.
    Chinese,
}

impl Tokenisation {
    /// The one that sacreBLEU is asked for where the target of `task` is written, such as `zh` of `en-zh`.
    pub fn of_task(task: &str) -> Self {
        if task.rsplit('-').next() == Some("zh") { Self::Chinese } else { Self::Western }
    }

    /// sacreBLEU's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Western => "13a",
            Self::Chinese => "zh",
        }
    }

    /// The words of a line.
    pub fn words(self, line: &str) -> Vec<String> {
        let prepared = match self {
            Self::Western => western(line.trim_end_matches(is_space)),
            Self::Chinese => chinese(line.trim_matches(is_space)),
        };
        split_punctuation(prepared)
            .split(is_space)
            .filter(|word| !word.is_empty())
            .map(str::to_string)
            .collect()
    }
}

fn western(line: &str) -> String {
    let line = line.replace("<skipped>", "").replace("-\n", "").replace('\n', " ");
    let line = line.replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    format!(" {line} ")
}

fn chinese(line: &str) -> String {
    let mut spaced = String::with_capacity(3 * line.len());
    for character in line.chars() {
        if is_chinese(character) {
            spaced.extend([' ', character, ' ']);
        } else {
            spaced.push(character);
        }
    }
    spaced
}

/// What sacreBLEU takes for a Chinese character.
///
/// Its table writes the supplementary planes as `'\u20000'` to `'\u2a6d6'`, which Python reads as U+2000 followed by
/// `0` to U+2A6D followed by `6`: U+2001 to U+2A6D count as Chinese (so “ ” … — € are cut off) and extension B does
/// not. The second such range, U+2F81 to U+2FA1, lies within the Kangxi radicals.
fn is_chinese(character: char) -> bool {
    matches!(character,
        '\u{2001}'..='\u{2a6d}'
        | '\u{2e80}'..='\u{2fdf}'
        | '\u{2ff0}'..='\u{303f}'
        | '\u{3100}'..='\u{312f}'
        | '\u{31a0}'..='\u{31bf}'
        | '\u{31c0}'..='\u{31ef}'
        | '\u{3200}'..='\u{4db5}'
        | '\u{4e00}'..='\u{9fbb}'
        | '\u{f900}'..='\u{fa2d}'
        | '\u{fa30}'..='\u{fa6a}'
        | '\u{fa70}'..='\u{fad9}'
        | '\u{fe10}'..='\u{fe1f}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}')
}

/// The four substitutions that `13a` and `zh` share, one after the other.
fn split_punctuation(line: String) -> String {
    let mut characters = Vec::with_capacity(2 * line.len());
    for character in line.chars() {
        if is_punctuation(character) {
            characters.extend([' ', character, ' ']);
        } else {
            characters.push(character);
        }
    }
    let is_digit = |character: char| character.is_ascii_digit();
    let is_stop = |character| matches!(character, '.' | ',');
    let characters =
        replace_pairs(&characters, |a, b| (!is_digit(a) && is_stop(b)).then_some([a, ' ', b, ' ']));
    let characters =
        replace_pairs(&characters, |a, b| (is_stop(a) && !is_digit(b)).then_some([' ', a, ' ', b]));
    let characters = replace_pairs(&characters, |a, b| (is_digit(a) && b == '-').then_some([a, ' ', b, ' ']));
    characters.into_iter().collect()
}

/// ASCII punctuation but for the apostrophe, the comma, the hyphen and the full stop.
fn is_punctuation(character: char) -> bool {
    matches!(character, '{'..='~' | '['..='`' | ' '..='&' | '('..='+' | ':'..='@' | '/')
}

/// Replaces pairs of neighbours from left to right; a character is in one pair at most, as in a regular expression's
/// substitution.
fn replace_pairs(characters: &[char], replaced: impl Fn(char, char) -> Option<[char; 4]>) -> Vec<char> {
    let mut result = Vec::with_capacity(2 * characters.len());
    let mut rest = characters;
    while let [first, after @ ..] = rest {
        let replacement = after.first().and_then(|second| replaced(*first, *second));
        if let Some(replacement) = replacement {
            result.extend(replacement);
            rest = &after[1..];
        } else {
            result.push(*first);
            rest = after;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::fixtures::{self, tokenisation};

    #[test]
    fn every_line_is_cut_as_sacrebleu_cuts_it() {
        let mut lines = 0;
        for of_fixture in fixtures::sacrebleu().tokenisations {
            let cut = tokenisation(&of_fixture.tokenisation);
            for tokenised in of_fixture.lines {
                assert_eq!(cut.words(&tokenised.line), tokenised.tokens, "{:?}", tokenised.line);
                lines += 1;
            }
        }
        assert!(lines > 400, "{lines} lines");
    }

    #[test]
    fn the_task_says_how_its_target_is_written() {
        let of_tasks = ["en-fr", "dates", "en-zh", "zh-en", "zh"].map(Tokenisation::of_task);
        use Tokenisation::{Chinese, Western};
        assert_eq!(of_tasks, [Western, Western, Chinese, Western, Chinese]);
    }
}
