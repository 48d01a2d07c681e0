//! What `python/seqscope_export.py` says beside the tensors: the vocabularies, the answers, and what PyTorch computed.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::check::{Check, metadata, read_check};
use super::settings::shortened;
use super::{Error, NamedBytes, Settings, Vocabularies, vocabulary};

/// The key in `__metadata__` of what the exporter says.
const EXPORTED: &str = "exported";
/// The version that is read.
const VERSION: u32 = 1;

/// The answers of a file that the exporter wrote.
#[derive(Default)]
pub(super) struct Exported {
    pub vocabularies: Vocabularies,
    pub settings: Settings,
    pub check: Option<Check>,
}

#[derive(Deserialize)]
struct Said<'a> {
    version: u32,
    #[serde(borrow)]
    source: &'a RawValue,
    #[serde(borrow)]
    target: &'a RawValue,
    settings: BTreeMap<String, String>,
    #[serde(borrow)]
    check: &'a RawValue,
}

impl Exported {
    /// What the first of the files that says something says, with the answers and vocabularies of the reader in the place of
    /// those that it has.
    pub fn of(files: &[NamedBytes], vocabularies: &Vocabularies, settings: &Settings) -> Result<Self, Error> {
        let said = files.iter().find_map(|file| Some((file.name, metadata(file.bytes, EXPORTED)?)));
        let exported = said.map(|(file, text)| Self::read(file, &text)).transpose()?.unwrap_or_default();
        Ok(Self {
            vocabularies: Vocabularies {
                source: vocabularies.source.clone().or(exported.vocabularies.source),
                target: vocabularies.target.clone().or(exported.vocabularies.target),
            },
            settings: settings.clone().or(exported.settings),
            check: exported.check,
        })
    }

    fn read(file: &str, text: &str) -> Result<Self, Error> {
        let broken = |reason: String| Error::Broken { file: shortened(file), reason };
        let unreadable = |error: serde_json::Error| {
            broken(format!("what seqscope_export.py said cannot be read: {}", shortened(&error.to_string())))
        };
        let said: Said = serde_json::from_str(text).map_err(unreadable)?;
        if said.version != VERSION {
            let found = said.version;
            return Err(broken(format!(
                "it is of version {found} of seqscope_export.py: expected {VERSION}, and a newer page for a newer one"
            )));
        }
        let mut settings = Settings::default();
        for (key, value) in &said.settings {
            settings.set(key, value)?;
        }
        let read = |tokens: &RawValue| match tokens.get() {
            "null" => Ok(None),
            tokens => vocabulary::read(&shortened(file), tokens.as_bytes()).map(Some),
        };
        Ok(Self {
            vocabularies: Vocabularies { source: read(said.source)?, target: read(said.target)? },
            settings,
            check: read_check(said.check.get()).map_err(unreadable)?,
        })
    }
}
