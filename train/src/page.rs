//! A page of one file, as www/site/one-file.js writes it: files stand in it as text, in script elements that no browser runs.

use std::io::Write;

use anyhow::{Result, ensure};
use flate2::Compression;
use flate2::write::DeflateEncoder;

/// A file of a model.
pub struct HeldFile<'a> {
    pub name: String,
    pub bytes: &'a [u8],
}

/// What the page begins with. attentions: those that are shown, as the attribute of `<seq-scope>` names them.
pub struct Start<'a> {
    pub task: &'a str,
    pub text: Option<&'a str>,
    pub attentions: &'a [String],
}

/// The place that files of models come before.
const PROGRAM: &str = "<script type=\"text/plain\" data-file=\"seqscope.js\"";

/// The page with these models and none of its own.
pub fn with_models(template: &str, manifest: &[u8], files: &[HeldFile], start: &Start) -> Result<String> {
    let mut page = without_models(template);
    let mut held = held_file("models/manifest.json", manifest)?;
    for file in files {
        held += &held_file(&format!("models/{}", file.name), file.bytes)?;
    }
    page = replaced(&page, PROGRAM, PROGRAM, &format!("{held}{PROGRAM}"))?;
    let mut link = format!("#task={}", form_encoded(start.task));
    if let Some(text) = start.text {
        link += &format!("&amp;text={}", form_encoded(text));
    }
    let meta = "<meta name=\"seqscope-link\" content=\"";
    page = replaced(&page, meta, "\">", &format!("{meta}{link}&amp;v=2\">"))?;
    let scope = format!(
        "<seq-scope attention=\"{}\" parts=\"input outputs maps gates\"></seq-scope>",
        start.attentions.join(" ")
    );
    replaced(&page, "<seq-scope", "</seq-scope>", &scope)
}

/// The page with what stands from `start` to the `end` behind it replaced; `start` has to stand in it once.
fn replaced(page: &str, start: &str, end: &str, by: &str) -> Result<String> {
    let parts: Vec<&str> = page.split(start).collect();
    ensure!(parts.len() == 2, "{start:?}: expected once, found {} times", parts.len() - 1);
    let behind =
        if start == end { Some(parts[1]) } else { parts[1].split_once(end).map(|(_, behind)| behind) };
    let Some(behind) = behind else { anyhow::bail!("{start:?}: expected {end:?} behind it") };
    Ok([parts[0], by, behind].concat())
}

/// The page without models of its own. Text that stands for bytes has no `<`.
fn without_models(template: &str) -> String {
    let start = "<script type=\"text/plain\" data-file=\"models/";
    let mut parts = template.split(start);
    let mut page = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let behind = part.split_once("</script>").map_or("", |(_, behind)| behind);
        page += behind.strip_prefix('\n').unwrap_or(behind);
    }
    page
}

/// A file as it stands in the page: compressed (RFC 1951), eight bytes of text for seven.
fn held_file(name: &str, bytes: &[u8]) -> Result<String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    let packed = encoder.finish()?;
    let letters = to_letters(&packed);
    Ok(format!(
        "<script type=\"text/plain\" data-file=\"{name}\" data-bytes=\"{}\">{letters}</script>\n",
        packed.len()
    ))
}

/// Values of seven bits that no letter of one byte stands for: NUL, line feed, carriage return, `<` and `{`.
const APART: [u8; 5] = [0x00, 0x0a, 0x0d, b'<', b'{'];
/// The first letter of two values.
const FIRST: u32 = 0xa0;

/// Bytes as letters of seven bits each; those of [`APART`] are written together with the next seven as one letter of two
/// bytes in UTF-8. www/kit/seven-bits.js reads it.
fn to_letters(bytes: &[u8]) -> String {
    let count = (bytes.len() * 8).div_ceil(7);
    let value_at = |index: usize| {
        let bit = index * 7;
        let at = |byte: usize| u16::from(bytes.get(byte).copied().unwrap_or(0));
        let both = (at(bit / 8) << 8) | at(bit / 8 + 1);
        // Seven bits.
        ((both >> (9 - bit % 8)) & 127) as u8
    };
    let mut letters = String::with_capacity(count);
    let mut index = 0;
    while index < count {
        let value = value_at(index);
        match APART.iter().position(|&apart| apart == value) {
            None => letters.push(char::from(value)),
            Some(apart) => {
                index += 1;
                let code = FIRST + apart as u32 * 128 + u32::from(value_at(index));
                letters.extend(char::from_u32(code));
            }
        }
        index += 1;
    }
    letters
}

/// As in a form (`application/x-www-form-urlencoded`).
fn form_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => encoded += &format!("%{byte:02X}"),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_that_the_page_reads() {
        // What www/kit/seven-bits.js writes, of these bytes.
        assert_eq!(to_letters(&[]), "");
        assert_eq!(to_letters(&[255; 7]), "\u{7f}".repeat(8));
        assert_eq!(to_letters(&[0; 7]), "\u{a0}".repeat(4));
        assert_eq!(to_letters(b"seqscope <{\n"), "9Y.\u{17}\u{1b}\u{1fe}p2H\u{7}GX(");
    }

    #[test]
    fn models_of_the_template_are_taken_out() {
        let held = held_file("models/a.safetensors", &[1, 2, 3]).unwrap();
        assert_eq!(without_models(&format!("a{held}{held}b")), "ab");
    }

    #[test]
    fn a_text_is_written_as_in_a_form() {
        assert_eq!(form_encoded("5 avr. 2021 é&<"), "5+avr.+2021+%C3%A9%26%3C");
    }
}
