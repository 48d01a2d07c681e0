//! manifest.json: the models that the page finds. `commands/publish.rs` says what an entry is.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use seqscope::checkpoint::DataSource;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::files;

/// The version of the manifest's format.
const FORMAT_VERSION: u32 = 2;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    format_version: u32,
    pub models: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub id: String,
    pub task: String,
    pub attention: String,
    pub rnn: String,
    pub files: Vec<PublishedFile>,
    pub parameters: usize,
    pub quality: BTreeMap<String, f64>,
    pub data: DataSource,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedFile {
    pub file: String,
    pub bytes: usize,
    pub sha256: String,
}

/// A manifest of version 1, in which every model is one file.
#[derive(Deserialize)]
struct OldManifest {
    models: Vec<OldEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OldEntry {
    task: String,
    attention: String,
    rnn: String,
    file: String,
    bytes: usize,
    sha256: String,
    parameters: usize,
    quality: BTreeMap<String, f64>,
    data: DataSource,
}

impl From<OldEntry> for Entry {
    fn from(old: OldEntry) -> Self {
        let OldEntry { task, attention, rnn, file, bytes, sha256, parameters, quality, data } = old;
        let (id, files) = (id(&task, &attention, &rnn), vec![PublishedFile { file, bytes, sha256 }]);
        Self { id, task, attention, rnn, files, parameters, quality, data }
    }
}

/// What a model is called whatever its files are.
pub fn id(task: &str, attention: &str, rnn: &str) -> String {
    format!("{task}-{}-{rnn}", attention.replace('_', "-"))
}

impl PublishedFile {
    /// The bytes under a name that begins with `name`.
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { file: format!("{name}.{}.safetensors", &sha256[..8]), bytes: bytes.len(), sha256 }
    }
}

impl Entry {
    /// What a published file is one of.
    pub fn key(&self) -> (&str, &str, &str) {
        (&self.task, &self.rnn, &self.attention)
    }
}

impl Manifest {
    pub fn of(models: Vec<Entry>) -> Self {
        Self { format_version: FORMAT_VERSION, models }
    }

    /// The manifest at `path`, of which the file may be missing.
    pub fn read(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Ok(Manifest { format_version: FORMAT_VERSION, models: Vec::new() });
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Version {
            format_version: u32,
        }
        let bytes = files::read(path)?;
        let name = || path.display().to_string();
        let Version { format_version: found } = serde_json::from_slice(&bytes).with_context(name)?;
        match found {
            FORMAT_VERSION => serde_json::from_slice(&bytes).with_context(name),
            1 => {
                let OldManifest { models } = serde_json::from_slice(&bytes).with_context(name)?;
                let models = models.into_iter().map(Entry::from).collect();
                Ok(Manifest { format_version: FORMAT_VERSION, models })
            }
            _ => bail!("{}: expected version 1 or {FORMAT_VERSION}, found {found}", path.display()),
        }
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        // A line for each model: people can read what changes, and every page has to fetch it before its first map.
        let models = self.models.iter().map(serde_json::to_string).collect::<Result<Vec<String>, _>>()?;
        let models = models.join(",\n");
        let text = format!("{{\"formatVersion\":{},\"models\":[\n{models}\n]}}\n", self.format_version);
        files::write(path, text.as_bytes())
    }
}
