//! Names of people and places: those of train/data/names.tsv, and made up ones.
//!
//! Most of the names are made up, of the halves of two others or letter by letter: a model that has seen only the names of
//! a list learns the list, and what it has to learn is to spell what it does not know.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::RangeInclusive;

use anyhow::{Result, bail};
use rand::RngExt;
use seqscope::nn::Rng;

const NAMES: &str = include_str!("../../data/names.tsv");
const PHRASES: &str = include_str!("../../data/phrasebook.en-fr.tsv");

/// Share of the names that are made up.
const MADE_UP: f64 = 0.7;
/// Share of these that are made up letter by letter.
const BY_LETTERS: f64 = 0.7;
/// How often a letter follows the one before it, whatever stands before that.
const FREE: f64 = 0.15;
/// Share of the names made up so that begin as an English word does, and the letters of such words.
const AS_A_WORD: f64 = 0.3;
const LETTERS_OF_A_WORD: RangeInclusive<usize> = 3..=5;
/// Letters of a name that is made up so.
const LETTERS: RangeInclusive<usize> = 4..=11;
/// Stands before a name and behind it.
const EDGE: char = ' ';
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
pub struct Names {
    list: Vec<Name>,
    /// The letters that follow two others in them, and those that follow one, as often as they do.
    followers: HashMap<(Option<char>, char), Vec<char>>,
    /// The short words of the phrasebook.
    words: Vec<&'static str>,
}

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
        let list: Vec<Name> = NAMES.lines().map(name).collect::<Result<_>>()?;
        let mut followers: HashMap<_, Vec<char>> = HashMap::new();
        for name in list.iter().filter(|name| is_plain(&name.english)) {
            let spelled = name.english.chars().map(|letter| letter.to_ascii_lowercase());
            let letters: Vec<char> = [EDGE, EDGE].into_iter().chain(spelled).chain([EDGE]).collect();
            for window in letters.windows(3) {
                followers.entry((Some(window[0]), window[1])).or_default().push(window[2]);
                followers.entry((None, window[1])).or_default().push(window[2]);
            }
        }
        let words = PHRASES
            .lines()
            .filter_map(|line| line.split('\t').next())
            .filter(|word| {
                LETTERS_OF_A_WORD.contains(&word.len())
                    && word.chars().all(|letter| letter.is_ascii_lowercase())
            })
            .collect();
        Ok(Self { list, followers, words })
    }

    /// A name each letter of which follows those before it as in the list; `None` where it became too short or too long.
    /// Some begin as an English word does, as *Windhoek* begins with the wind: a model has to read on before it translates.
    fn spelled(&self, rng: &mut Rng) -> Option<String> {
        let (mut before, mut last) = (EDGE, EDGE);
        let mut name = String::new();
        if rng.random_bool(AS_A_WORD) {
            let word = self.words[rng.random_range(0..self.words.len())];
            for letter in word.chars() {
                name.push(if name.is_empty() { letter.to_ascii_uppercase() } else { letter });
                (before, last) = (last, letter);
            }
        }
        let beginning = name.len();
        while name.len() <= *LETTERS.end() {
            let known = if rng.random_bool(FREE) && last != EDGE { None } else { Some(before) };
            let next = self.followers.get(&(known, last))?;
            let letter = next[rng.random_range(0..next.len())];
            if letter == EDGE {
                break;
            }
            name.push(if name.is_empty() { letter.to_ascii_uppercase() } else { letter });
            (before, last) = (last, letter);
        }
        (LETTERS.contains(&name.len()) && name.len() > beginning + 1).then_some(name)
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
        let fitting: Vec<&Name> = self.list.iter().filter(fits).collect();
        if fitting.is_empty() {
            bail!("expected a known kind of name, found {kind:?}");
        }
        let is_made_up = kind != "country" && rng.random_bool(MADE_UP);
        let by_letters = rng.random_bool(BY_LETTERS);
        for _ in 0..DRAWS {
            let drawn = fitting[rng.random_range(0..fitting.len())];
            let name = if is_made_up && by_letters {
                match self.spelled(rng) {
                    Some(spelling) => Name::made_up(drawn.kind, drawn.gender, &spelling),
                    None => continue,
                }
            } else if is_made_up {
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

/// Whether a name is one word of letters without accents: what a source is read as has none.
fn is_plain(name: &str) -> bool {
    name.chars().all(|character| character.is_ascii_alphabetic())
}

/// The byte before the last consonant that has a vowel before and behind it.
fn cut(name: &str) -> Option<usize> {
    let characters: Vec<(usize, char)> = name.char_indices().collect();
    let is_vowel = |character: char| "aeiouy".contains(character);
    if !is_plain(name) {
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
    fn most_names_are_made_up_and_written_alike_everywhere() {
        let names = Names::new().unwrap();
        let known: HashSet<&str> = names.list.iter().map(|name| &*name.english).collect();
        let mut rng = generator(1, Purpose::Data, 0, 0);
        let drawn: Vec<Name> =
            (0..400).map(|_| names.draw("surname", None, |_| true, &mut rng).unwrap()).collect();
        let made_up: Vec<&Name> = drawn.iter().filter(|name| !known.contains(&*name.english)).collect();
        assert!((220..340).contains(&made_up.len()), "{}", made_up.len());
        assert!(made_up.iter().all(|name| name.english == name.french && name.english == name.chinese));
        assert!(names.draw("country", None, |name| known.contains(&*name.english), &mut rng).is_ok());
        assert!(names.draw("river", None, |_| true, &mut rng).is_err());
    }
}
