//! Pairs of our own, from train/data: what people type first, and sentences about people and places.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Context, Result, bail};
use rand::RngExt;
use seqscope::nn::Rng;

use super::language::{Language, folded};
use super::names::{Name, Names};

const FRENCH_PHRASES: &str = include_str!("../../data/phrasebook.en-fr.tsv");
const CHINESE_PHRASES: &str = include_str!("../../data/phrasebook.en-zh.tsv");
const FRAMES: &str = include_str!("../../data/name-frames.tsv");

/// How often a frame is filled again because what came out is not wanted.
const DRAWS: usize = 1_000;

/// English and its translation.
pub type Phrase = (String, String);

/// The phrasebook of a language.
pub fn phrasebook(language: Language) -> Result<Vec<Phrase>> {
    let lines = match language {
        Language::French => FRENCH_PHRASES,
        Language::Chinese => CHINESE_PHRASES,
    };
    let phrase = |line: &str| match line.split_once('\t') {
        Some((english, target)) => Ok((english.to_string(), target.to_string())),
        None => bail!("phrasebook: expected English, tab, translation, found {line:?}"),
    };
    lines.lines().map(phrase).collect()
}

/// Frames with slots, and the names to put into them.
pub struct Frames {
    language: Language,
    /// English and the translation.
    frames: Vec<(&'static str, &'static str)>,
    names: Names,
}

impl Frames {
    pub fn new(language: Language) -> Result<Self> {
        let frame = |line: &'static str| {
            let columns: Vec<&'static str> = line.split('\t').collect();
            match (&columns[..], language) {
                (&[english, french, _], Language::French) => Ok((english, french)),
                (&[english, _, chinese], Language::Chinese) => Ok((english, chinese)),
                _ => bail!("name-frames.tsv: expected three columns, found {line:?}"),
            }
        };
        Ok(Self { language, frames: FRAMES.lines().map(frame).collect::<Result<_>>()?, names: Names::new()? })
    }

    /// A frame with names, both drawn.
    pub fn draw(&self, rng: &mut Rng) -> Result<Phrase> {
        let (english, target) = self.frames[rng.random_range(0..self.frames.len())];
        let mut chosen: BTreeMap<&str, Name> = BTreeMap::new();
        for (_, slot) in slots(english) {
            let name = self.name(slot, &chosen, rng).with_context(|| format!("{english:?}"))?;
            chosen.insert(slot, name);
        }
        let is_french = self.language == Language::French;
        let filled_target = filled(target, |form, slot| {
            let name = chosen.get(slot)?;
            Some(match form {
                "in" => &*name.place_in,
                "from" => &*name.place_from,
                _ if is_french => &*name.french,
                _ => &*name.chinese,
            })
        });
        let filled_english = filled(english, |_, slot| chosen.get(slot).map(|name| &*name.english));
        match (filled_english, filled_target) {
            (Some(english), Some(target)) => Ok((english, target)),
            _ => bail!("name-frames.tsv: expected the same slots on all sides of {english:?}"),
        }
    }

    /// A name for a slot that stands nowhere else in the sentence.
    fn name(&self, slot: &str, chosen: &BTreeMap<&str, Name>, rng: &mut Rng) -> Result<Name> {
        let (kind, gender) = match slot.trim_end_matches(|character: char| character.is_ascii_digit()) {
            "person" => ("given", None),
            "man" => ("given", Some("m")),
            "woman" => ("given", Some("f")),
            kind => (kind, None),
        };
        self.names.draw(kind, gender, |name| chosen.values().all(|other| other.english != name.english), rng)
    }
}

/// Form and name of each slot: `{in:city2}` is ("in", "city2"), `{city}` ("", "city").
fn slots(frame: &str) -> impl Iterator<Item = (&str, &str)> {
    frame.split('{').skip(1).filter_map(|part| {
        let (slot, _) = part.split_once('}')?;
        Some(slot.split_once(':').unwrap_or(("", slot)))
    })
}

/// The frame with a text in each slot; `None` where a slot has none. A sentence begins with a capital, whatever fills its
/// first slot.
fn filled<'a>(frame: &str, text: impl Fn(&str, &str) -> Option<&'a str>) -> Option<String> {
    let mut parts = frame.split('{');
    let mut sentence = parts.next()?.to_string();
    for (part, (form, slot)) in parts.zip(slots(frame)) {
        let (_, behind) = part.split_once('}')?;
        sentence.push_str(text(form, slot)?);
        sentence.push_str(behind);
    }
    if sentence.ends_with(['.', '!', '?'])
        && let Some(first) = sentence.chars().next()
    {
        sentence.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    Some(sentence)
}

/// A text without the mark that ends it.
fn without_end(text: &str) -> &str {
    text.trim_end_matches(['.', '!', '?', '。', '！', '？', ' '])
}

/// The pairs of our own to learn from: each phrase `times` times, every other time without the mark that ends it on either
/// side, every third time in small letters, and `frames` filled frames, each only once. None of them reads as one of the `held_out` sentences, which are folded.
pub fn own_pairs(
    language: Language,
    times: usize,
    frames: usize,
    held_out: &HashSet<String>,
    rng: &mut Rng,
) -> Result<Vec<Phrase>> {
    let mut phrases = phrasebook(language)?;
    phrases.retain(|(english, _)| !held_out.contains(&folded(english)));
    let mut pairs: Vec<Phrase> = Vec::new();
    for time in 0..times {
        // What begins with a capital may be read letter by letter, and is another input when it does not.
        let cased = |english: &str| if time % 3 == 2 { english.to_lowercase() } else { english.to_string() };
        let written = |(english, target): &Phrase| match time % 2 {
            0 => (cased(english), target.clone()),
            _ => (cased(without_end(english)), without_end(target).to_string()),
        };
        pairs.extend(phrases.iter().map(written).filter(|(english, _)| !held_out.contains(&folded(english))));
    }
    let of_language = Frames::new(language)?;
    let mut seen = HashSet::new();
    let (mut left, mut draws) = (frames, 0);
    while left > 0 {
        // There are far more fillings than anybody asks for, but not without end.
        draws += 1;
        if draws > 20 * frames + DRAWS {
            bail!("expected fewer names than {frames}: {} different sentences were found", frames - left);
        }
        let pair = of_language.draw(rng)?;
        let key = folded(&pair.0);
        if !held_out.contains(&key) && seen.insert(key) {
            pairs.push(pair);
            left -= 1;
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use seqscope::training::{Purpose, generator};

    use super::*;

    #[test]
    fn slots_are_filled_with_the_same_name_in_its_form_on_both_sides() {
        let name = |form: &str, slot: &str| match (form, slot) {
            ("", "country") => Some("la France"),
            ("in", "city2") => Some("à Londres"),
            _ => None,
        };
        assert_eq!(filled("{country} va {in:city2}.", name).unwrap(), "La France va à Londres.");
        assert_eq!(filled("{country}", name).unwrap(), "la France");
        assert_eq!(filled("{surname}", name), None);
        assert_eq!(slots("a {x} b {in:y2}").collect::<Vec<_>>(), [("", "x"), ("in", "y2")]);
    }

    #[test]
    fn every_frame_can_be_filled_in_both_languages() {
        for language in [Language::French, Language::Chinese] {
            let frames = Frames::new(language).unwrap();
            let mut rng = generator(1, Purpose::Data, 0, 0);
            for _ in 0..3_000 {
                let (english, target) = frames.draw(&mut rng).unwrap();
                for side in [&english, &target] {
                    assert!(!side.is_empty() && !side.contains(['{', '}', '\t']), "{english} / {target}");
                    assert!(!side.starts_with('-') && !side.contains(" - "), "{english} / {target}");
                }
            }
        }
    }

    #[test]
    fn a_name_takes_the_form_that_its_slot_asks_for() {
        let frames = |frame| Frames { frames: vec![frame], ..Frames::new(Language::French).unwrap() };
        let mut rng = generator(1, Purpose::Data, 0, 0);
        let mut drawn = |frame| frames(frame).draw(&mut rng).unwrap();
        for _ in 0..100 {
            let (english, french) = drawn(("From {country}.", "Je viens {from:country}."));
            let place = french.strip_prefix("Je viens ").unwrap();
            assert!(
                ["de ", "d'", "du ", "des "].iter().any(|from| place.starts_with(from)),
                "{english} / {french}"
            );
            let (english, french) = drawn(("In {country}.", "Je vis {in:country}."));
            let place = french.strip_prefix("Je vis ").unwrap();
            assert!(
                ["en ", "au ", "aux ", "à "].iter().any(|at| place.starts_with(at)),
                "{english} / {french}"
            );
        }
    }

    #[test]
    fn nothing_of_our_own_is_a_held_out_sentence_and_no_filled_frame_stands_twice() {
        let held_out = HashSet::from([folded("How are you?")]);
        let mut rng = generator(1, Purpose::Data, 0, 0);
        let pairs = own_pairs(Language::Chinese, 2, 500, &held_out, &mut rng).unwrap();
        let phrases = phrasebook(Language::Chinese).unwrap();
        assert!(phrases.iter().any(|(english, _)| english == "How are you?"));
        assert!(pairs.iter().all(|(english, _)| !held_out.contains(&folded(english))));
        let left: Vec<_> =
            phrases.iter().filter(|(english, _)| !held_out.contains(&folded(english))).collect();
        assert_eq!(pairs.len(), 2 * left.len() + 500);
        let (once, again) = pairs[..2 * left.len()].split_at(left.len());
        assert!(once.iter().eq(left.iter().copied()));
        for ((english, target), (shorter, shorter_target)) in once.iter().zip(again) {
            let is_shortened = |text: &str, shorter: &str| {
                text.starts_with(shorter)
                    && text[shorter.len()..].chars().all(|end| " .!?。！？".contains(end))
            };
            assert!(
                is_shortened(english, shorter) && is_shortened(target, shorter_target),
                "{english} / {target}"
            );
            assert!(!shorter.ends_with(['.', '!', '?']) && !shorter_target.ends_with(['。', '！', '？']));
        }
        let drawn: HashSet<String> =
            pairs[2 * left.len()..].iter().map(|(english, _)| folded(english)).collect();
        assert_eq!(drawn.len(), 500);
    }
}
