//! Names of people and places: those of train/data/names.tsv, and made up ones.
//!
//! Half of the names are made up, of the halves of two others: a model that has seen only the names of a list learns the
//! list, and what it has to learn is to spell what it does not know.

use std::borrow::Cow;

use anyhow::{Result, bail};
use rand::RngExt;
use seqscope::nn::Rng;

const NAMES: &str = include_str!("../../data/names.tsv");

/// Share of the names that are made up.
const MADE_UP: f64 = 0.5;
/// How often a name is drawn again because it is not wanted.
const DRAWS: usize = 1_000;

/// A line of names.tsv, or a name that is made up.
#[derive(Clone)]
pub struct Name {
    pub kind: &'static str,
    pub english: Cow<'static, str>,
    pub french: Cow<'static, str>,
    pub chinese: Cow<'static, str>,
    pub gender: &'static str,
    /// After the French preposition of where one is, such as *à Londres*.
    pub place_in: Cow<'static, str>,
    /// After the one of where one comes from, such as *de Londres*.
    pub place_from: Cow<'static, str>,
}

impl Name {
    /// Written alike in all languages, as a name is that nobody has a word for.
    fn made_up(kind: &'static str, gender: &'static str, spelling: &str) -> Self {
        let from = if spelling.starts_with(VOWELS) { "d'" } else { "de " };
        Self {
            kind,
            english: spelling.to_string().into(),
            french: spelling.to_string().into(),
            chinese: spelling.to_string().into(),
            gender,
            place_in: format!("à {spelling}").into(),
            place_from: format!("{from}{spelling}").into(),
        }
    }
}

/// What *de* is elided before.
pub const VOWELS: [char; 12] = ['A', 'E', 'I', 'O', 'U', 'Y', 'É', 'È', 'Á', 'Ö', 'Ü', 'H'];

/// All names of the list.
pub struct Names(Vec<Name>);

impl Names {
    pub fn new() -> Result<Self> {
        let name = |line: &'static str| {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [kind, english, french, chinese, gender, place_in, place_from] = columns[..] else {
                bail!("names.tsv: expected seven columns, found {line:?}");
            };
            Ok(Name {
                kind,
                english: english.into(),
                french: french.into(),
                chinese: chinese.into(),
                gender,
                place_in: place_in.into(),
                place_from: place_from.into(),
            })
        };
        Ok(Self(NAMES.lines().map(name).collect::<Result<_>>()?))
    }

    /// A name of a kind, and of a gender where one is given, that is wanted: one of the list, or one that is made up.
    pub fn draw(
        &self,
        kind: &str,
        gender: Option<&str>,
        is_wanted: impl Fn(&Name) -> bool,
        rng: &mut Rng,
    ) -> Result<Name> {
        let fits = |name: &&Name| name.kind == kind && gender.is_none_or(|gender| name.gender == gender);
        let fitting: Vec<&Name> = self.0.iter().filter(fits).collect();
        if fitting.is_empty() {
            bail!("expected a known kind of name, found {kind:?}");
        }
        let is_made_up = kind != "country" && rng.random_bool(MADE_UP);
        for _ in 0..DRAWS {
            let drawn = fitting[rng.random_range(0..fitting.len())];
            let name = if is_made_up {
                let other = fitting[rng.random_range(0..fitting.len())];
                match blend(&drawn.english, &other.english) {
                    Some(spelling) => Name::made_up(drawn.kind, drawn.gender, &spelling),
                    None => continue,
                }
            } else {
                drawn.clone()
            };
            if is_wanted(&name) {
                return Ok(name);
            }
        }
        bail!("expected more names than there are of the kind {kind:?}")
    }
}

/// The beginning of one name with the end of another, each cut before the consonant in front of its last vowel but one or
/// so; `None` where a name has more than one word or no such place, or nothing new comes out.
fn blend(first: &str, second: &str) -> Option<String> {
    let (beginning, end) = (&first[..cut(first)?], &second[cut(second)?..]);
    let made = format!("{beginning}{end}");
    (made != first && made != second).then_some(made)
}

/// The byte before the last consonant that has a vowel before and behind it.
fn cut(name: &str) -> Option<usize> {
    let characters: Vec<(usize, char)> = name.char_indices().collect();
    let is_vowel = |character: char| "aeiouyáéíóúàèêôöüåäø".contains(character);
    if !name.chars().all(char::is_alphabetic) {
        return None;
    }
    let inner = characters.windows(3).rev().find(|window| {
        let [(_, before), (_, here), (_, behind)] = window else { return false };
        is_vowel(before.to_ascii_lowercase()) && !is_vowel(*here) && is_vowel(*behind)
    });
    inner.map(|window| window[1].0)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use seqscope::training::{Purpose, generator};

    use super::*;

    #[test]
    fn a_made_up_name_is_the_beginning_of_one_and_the_end_of_another() {
        assert_eq!(blend("Roberta", "Marina").as_deref(), Some("Rona"));
        assert_eq!(blend("Helena", "Dorota").as_deref(), Some("Heleta"));
        assert_eq!(blend("Anna", "Emma"), None, "no single consonant between vowels");
        assert_eq!(blend("Los Angeles", "Marina"), None);
        assert_eq!(blend("Marina", "Marina"), None);
    }

    #[test]
    fn half_of_the_names_are_made_up_and_written_alike_everywhere() {
        let names = Names::new().unwrap();
        let known: HashSet<&str> = names.0.iter().map(|name| &*name.english).collect();
        let mut rng = generator(1, Purpose::Data, 0, 0);
        let drawn: Vec<Name> =
            (0..400).map(|_| names.draw("surname", None, |_| true, &mut rng).unwrap()).collect();
        let made_up: Vec<&Name> = drawn.iter().filter(|name| !known.contains(&*name.english)).collect();
        assert!((140..260).contains(&made_up.len()), "{}", made_up.len());
        assert!(made_up.iter().all(|name| name.english == name.french && name.english == name.chinese));
        assert!(names.draw("country", None, |name| known.contains(&*name.english), &mut rng).is_ok());
        assert!(names.draw("river", None, |_| true, &mut rng).is_err());
    }
}
