//! JSON of vocabularies, of which no more is read than a vocabulary has.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::types::MOST_TOKENS;
use crate::import::settings::shortened;

/// What reading gives before the name of the file is known to it: what was found and what was expected.
pub(super) type Outcome<T> = Result<T, (String, String)>;

/// Tokens whose ids are said, in the order of these.
pub(super) fn in_order(mut ids: Vec<(usize, String)>) -> Outcome<Vec<String>> {
    ids.sort_by_key(|(id, _)| *id);
    for ((one, token), (other, next)) in ids.iter().zip(ids.iter().skip(1)) {
        if one == other {
            let (token, next) = (shortened(token), shortened(next));
            return wrong(format!("{token:?} and {next:?} both have the id {one}"), "an id for each token");
        }
    }
    if let Some((place, _)) = ids.iter().enumerate().find(|(place, (id, _))| place != id) {
        return wrong(format!("no token has the id {place}"), format!("all ids from 0 to {}", ids.len() - 1));
    }
    Ok(ids.into_iter().map(|(_, token)| token).collect())
}

pub(super) fn unreadable(error: serde_json::Error) -> (String, String) {
    (shortened_reason(&error.to_string()), "JSON of a vocabulary".to_string())
}

fn shortened_reason(reason: &str) -> String {
    let short: String = reason.chars().take(160).collect();
    short
}

pub(super) fn wrong<T>(found: impl Into<String>, expected: impl Into<String>) -> Outcome<T> {
    Err((found.into(), expected.into()))
}

/// A JSON list that is given up when it is longer than any vocabulary.
pub(super) struct Entries<T>(pub Vec<T>);

/// A JSON object, likewise, with what it says twice.
pub(super) struct Pairs<T>(pub Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reading<T> {
            type Value = Vec<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Vec<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = all.next_element()? {
                    room(entries.len())?;
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_seq(Reading(PhantomData)).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reading<T> {
            type Value = Vec<(String, T)>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = all.next_entry()? {
                    room(pairs.len())?;
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(Reading(PhantomData)).map(Self)
    }
}

/// Merges may be as many as tokens, and a few more of both are special.
fn room<E: serde::de::Error>(entries: usize) -> Result<(), E> {
    if entries < MOST_TOKENS { Ok(()) } else { Err(E::custom(format!("more than {MOST_TOKENS} entries"))) }
}
