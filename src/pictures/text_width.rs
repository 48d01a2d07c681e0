//! How wide a text will be in a sans-serif font that nobody has asked.

/// Of the printable ASCII characters from the space on, in thousandths of the size of the font: those of Helvetica, which
/// Arial, Liberation Sans and others share.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
];

/// Other fonts that stand behind the family `sans-serif` are up to so much wider.
const WIDEST: f64 = 1.12;

/// In the unit of `size`, the size of the font.
pub fn text_width(text: &str, size: f64) -> f64 {
    let thousandths: u64 = text.chars().map(|character| u64::from(of_character(character))).sum();
    thousandths as f64 / 1000.0 * size * WIDEST
}

fn of_character(character: char) -> u16 {
    if let Some(&width) = (character as usize).checked_sub(0x20).and_then(|index| ASCII.get(index)) {
        return width;
    }
    match character {
        // Marks that stand above or below another character, and what is never seen.
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' => 0,
        // Fullwidth: Hangul, Han, kana and their signs, emoji.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{3fffd}' => 1000,
        '\u{1f000}'..='\u{1faff}' => 1250,
        _ => 650,
    }
}

/// A text in lines of at most `width`, broken at spaces and between characters that are written without them. What has
/// nowhere to break is broken anywhere.
pub fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for part in breakable(text) {
        let wide = text_width(part, size);
        if used + wide <= width {
            line.push_str(part);
            used += wide;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        for character in part.trim_start_matches(' ').chars() {
            let wide = text_width(character.encode_utf8(&mut [0; 4]), size);
            if used + wide > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(character);
            used += wide;
        }
    }
    lines.push(line);
    lines
}

/// Cuts a text before every space and around every fullwidth character.
fn breakable(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut was_wide = false;
    for (at, character) in text.char_indices() {
        let is_wide = of_character(character) == 1000;
        if at > start && (character == ' ' || is_wide || was_wide) {
            parts.push(&text[start..at]);
            start = at;
        }
        was_wide = is_wide;
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn han_is_wider_than_latin_and_marks_have_no_width() {
        assert!(text_width("天气", 10.0) > text_width("il", 10.0));
        assert_eq!(text_width("e\u{301}", 10.0), text_width("e", 10.0));
        assert!((text_width("00", 10.0) - 2.0 * 5.56 * WIDEST).abs() < 1e-9);
        assert_eq!(text_width("", 10.0), 0.0);
    }

    #[test]
    fn lines_fit_and_lose_nothing_but_the_spaces_at_their_breaks() {
        let text = "we bought an old house → 我们买了一座老房子 Donaudampfschifffahrtsgesellschaftskapitän";
        let lines = wrapped(text, 12.0, 120.0);
        assert!(lines.len() > 3);
        for line in &lines {
            assert!(text_width(line, 12.0) <= 120.0, "{line}");
        }
        let without_spaces = |text: &str| text.replace(' ', "");
        assert_eq!(without_spaces(&lines.concat()), without_spaces(text));
        assert_eq!(wrapped("", 12.0, 120.0), [""]);
        assert_eq!(wrapped("一二三", 10.0, 0.0), ["一", "二", "三"]);
    }
}
