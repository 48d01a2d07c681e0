//! A typed text as it is read: one form for what is typed in many, each character with its place in the text.

use std::ops::Range;

use super::forms::{Forms, is_accent, is_invisible};

/// A character as it is read, and the bytes of the text that it comes from.
#[derive(Debug, Clone)]
pub(super) struct Character {
    pub(super) character: char,
    pub(super) span: Range<usize>,
}

/// The characters of `text` as they are read.
///
/// What cannot be seen is dropped, a run of white space is one space, and white space around the text is none. Every
/// other character is read in the first of its forms that `knows` has; if `fold`, capitals and accents do not matter.
pub(super) fn read(text: &str, fold: bool, knows: &dyn Fn(char) -> bool) -> Vec<Character> {
    let mut characters: Vec<Character> = Vec::with_capacity(text.len());
    let mut rest = text.char_indices().peekable();
    while let Some((start, character)) = rest.next() {
        let mut end = start + character.len_utf8();
        if character.is_whitespace() {
            match characters.last_mut() {
                Some(last) if last.character == ' ' => last.span.end = end,
                Some(_) => characters.push(Character { character: ' ', span: start..end }),
                None => {}
            }
            continue;
        }
        let is_dropped = |character| is_invisible(character) && !knows(character);
        let mut typed: String =
            Some(character).filter(|&character| !is_dropped(character)).into_iter().collect();
        while let Some((place, next)) = rest.next_if(|&(_, next)| is_accent(next) || is_dropped(next)) {
            end = place + next.len_utf8();
            typed.extend(Some(next).filter(|&next| !is_dropped(next)));
        }
        let form = Forms { typed: &typed, fold }.first_known(knows);
        if form.is_empty() {
            extend(&mut characters, end);
        }
        characters.extend(form.chars().map(|character| Character { character, span: start..end }));
    }
    if characters.last().is_some_and(|last| last.character == ' ') {
        characters.pop();
    }
    characters
}

/// What has no form of its own, such as an accent that stands alone, belongs to the character before it.
fn extend(characters: &mut [Character], end: usize) {
    if let Some(last) = characters.last_mut().filter(|last| last.character != ' ') {
        last.span.end = end;
    }
}
