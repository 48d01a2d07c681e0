//! The forms of a character: what a reader types in one and a vocabulary has in another.

#[cfg(not(target_arch = "wasm32"))]
use unicode_normalization::UnicodeNormalization;

/// Whether `character` cannot be seen: zero-width characters, marks of direction, soft hyphen, byte order mark,
/// variation selectors, tags, and the control characters that are no white space.
pub(super) fn is_invisible(character: char) -> bool {
    character.is_control() && !character.is_whitespace()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether `character` is put on the letter before it.
pub(super) fn is_accent(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{3099}'..='\u{309a}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{ff9e}'..='\u{ff9f}'
    )
}

/// Whether `character` is read as an apostrophe everywhere: keyboards and word processors have many.
pub(super) fn is_apostrophe(character: char) -> bool {
    matches!(character, '’' | '‘' | '‛' | 'ʼ' | '´' | '`' | '′')
}

/// A sign of ASCII for one that looks or means like it, and letters for those that Unicode does not take apart.
fn alike(character: char) -> Option<&'static str> {
    Some(match character {
        _ if is_apostrophe(character) => "'",
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』' | '〝' | '〞' => {
            "\""
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '⁃' => "-",
        '…' | '。' => ".",
        '、' => ",",
        '⁄' | '∕' => "/",
        '○' => "〇",
        'ø' => "o",
        'Ø' => "O",
        'œ' => "oe",
        'Œ' => "OE",
        'æ' => "ae",
        'Æ' => "AE",
        'ß' => "ss",
        'ẞ' => "SS",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ł' => "l",
        'Ł' => "L",
        'þ' => "th",
        'Þ' => "Th",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        _ => return None,
    })
}

/// A typed character with the accents behind it, and the ways to read it.
pub(super) struct Forms<'a> {
    /// Without what cannot be seen.
    pub(super) typed: &'a str,
    /// Whether capitals and accents never matter.
    pub(super) fold: bool,
}

impl Forms<'_> {
    /// The first form of which `knows` all characters: as it was typed, with its accents in one character with it, with
    /// its compatibility forms exchanged (`ﬁ` is `fi`, `５` is `5`), in the other case, without accents. Where capitals
    /// do not matter all of them are in lower case.
    ///
    /// Where none is known: the last if accents do not matter, else the character without what is put on it, which stays
    /// unknown. Accents alone that are not known have no form.
    pub(super) fn first_known(&self, knows: &dyn Fn(char) -> bool) -> String {
        let typed = if self.fold { lower(self.typed) } else { self.typed.to_string() };
        let is_known = |form: &String| {
            !form.is_empty() && form.chars().all(|character| knows(character) && !character.is_whitespace())
        };
        if is_known(&typed) {
            return typed;
        }
        if typed.is_ascii() && self.fold && !typed.contains('`') {
            return typed;
        }
        let plain = plain(&typed, self.fold);
        let cased: &[fn(&str) -> String] = if self.fold { &[] } else { &[lower, upper] };
        let compatible = compatible(&typed);
        let others = cased.iter().map(|case| case(&compatible));
        let without = std::iter::once(plain.clone()).chain(cased.iter().map(|case| case(&plain)));
        let forms = [composed(&typed), compatible.clone()].into_iter().chain(others).chain(without);
        match forms.into_iter().find(is_known) {
            Some(form) => form,
            None if self.fold => plain,
            None => match composed(&typed).chars().next().filter(|&character| !is_accent(character)) {
                None => String::new(),
                Some(character) if character.to_string() == typed => typed,
                Some(character) => Forms { typed: &character.to_string(), fold: false }.first_known(knows),
            },
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn lower(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(not(target_arch = "wasm32"))]
pub(super) fn upper(text: &str) -> String {
    text.to_uppercase()
}

/// Letters of ASCII, which most are, never leave the module.
#[cfg(target_arch = "wasm32")]
pub(super) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(target_arch = "wasm32")]
pub(super) fn upper(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    js_sys::JsString::from(text).to_upper_case().into()
}

/// Without accents, compatibility forms and typographic signs.
fn plain(text: &str, fold: bool) -> String {
    let signs = exchanged(text);
    let apart = decomposed(&signs);
    // What stands for a white space with an accent on it, such as ¨, is none.
    let apart = if apart.contains(char::is_whitespace) { signs } else { apart };
    let bare: String = apart.chars().filter(|&character| !is_accent(character)).collect();
    let bare = exchanged(&bare);
    composed(&if fold { lower(&bare) } else { bare })
}

fn exchanged(text: &str) -> String {
    let mut exchanged = String::with_capacity(text.len());
    for character in text.chars() {
        match alike(character) {
            Some(sign) => exchanged.push_str(sign),
            None => exchanged.push(character),
        }
    }
    exchanged
}

/// Unicode normalisation form C.
#[cfg(not(target_arch = "wasm32"))]
fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Unicode normalisation form KC.
#[cfg(not(target_arch = "wasm32"))]
fn compatible(text: &str) -> String {
    text.nfkc().collect()
}

/// Unicode normalisation form KD.
#[cfg(not(target_arch = "wasm32"))]
fn decomposed(text: &str) -> String {
    text.nfkd().collect()
}

#[cfg(target_arch = "wasm32")]
fn composed(text: &str) -> String {
    normalised(text, "NFC")
}

#[cfg(target_arch = "wasm32")]
fn compatible(text: &str) -> String {
    normalised(text, "NFKC")
}

#[cfg(target_arch = "wasm32")]
fn decomposed(text: &str) -> String {
    normalised(text, "NFKD")
}

/// By JavaScript, which has the tables: a crate's would be a quarter of the module.
#[cfg(target_arch = "wasm32")]
fn normalised(text: &str, form: &str) -> String {
    js_sys::JsString::from(text).normalize(form).into()
}
