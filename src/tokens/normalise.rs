//! One form for characters that readers type in many.

/// What `character` is read as: one character, several (`œ` → `oe`), or none where it is invisible.
///
/// Always: what is invisible goes, and curly apostrophes become straight. With `fold` capitals become small letters,
/// accents go, and full-width forms, quotes, dashes and other spellings of ASCII punctuation become ASCII.
pub(super) fn normalised(character: char, fold: bool) -> impl Iterator<Item = char> {
    let (first, second) = match character {
        // Zero-width characters, soft hyphen, byte order mark, variation selectors.
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}' => {
            (None, None)
        }
        '’' | '‘' | 'ʼ' | '´' | '`' | '′' => (Some('\''), None),
        _ if fold => folded(character),
        _ => (Some(character), None),
    };
    first.into_iter().chain(second)
}

fn folded(character: char) -> (Option<char>, Option<char>) {
    let plain = match character {
        // Combining accents: their letter has been read.
        '\u{300}'..='\u{36f}' => return (None, None),
        '“' | '”' | '„' | '«' | '»' | '″' | '「' | '」' | '『' | '』' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '…' | '。' => '.',
        '、' => ',',
        'à'..='å' | 'À'..='Å' | 'ā' => 'a',
        'ç' | 'Ç' => 'c',
        'è'..='ë' | 'È'..='Ë' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' | 'ō' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' => 'u',
        'ý' | 'ÿ' | 'Ý' => 'y',
        'œ' | 'Œ' => return (Some('o'), Some('e')),
        'æ' | 'Æ' => return (Some('a'), Some('e')),
        'ß' => return (Some('s'), Some('s')),
        '！'..='～' => {
            let ascii = u32::from(character) - u32::from('！') + u32::from('!');
            char::from_u32(ascii).unwrap_or(character)
        }
        _ => character,
    };
    let mut small = plain.to_lowercase();
    (small.next(), small.next())
}
