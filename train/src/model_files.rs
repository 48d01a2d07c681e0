//! The files of models, as arguments name them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use seqscope::checkpoint::{Checkpoint, FileKind};

use crate::files;
use crate::stored_model::StoredModel;

/// The bytes of a model: of one file, or of a trunk and a head.
pub struct ModelFiles {
    /// What to call the model by: its file, or that of its head.
    pub path: PathBuf,
    /// Heads of one trunk share its bytes.
    files: Vec<Arc<[u8]>>,
}

impl ModelFiles {
    /// Of several models: each path is that of a single model, of a trunk, or of a head of the trunk before it.
    pub fn read_all(paths: &[PathBuf]) -> Result<Vec<Self>> {
        let mut models = Vec::new();
        let mut trunk: Option<Trunk> = None;
        for path in paths {
            let bytes: Arc<[u8]> = files::read(path)?.into();
            match FileKind::of(&bytes).with_context(|| path.display().to_string())? {
                FileKind::Model => models.push(Self { path: path.clone(), files: vec![bytes] }),
                FileKind::Trunk => {
                    ensure_has_head(trunk.as_ref())?;
                    trunk = Some(Trunk { path, bytes, has_head: false });
                }
                FileKind::Head => {
                    let Some(trunk) = &mut trunk else {
                        bail!("{}: a head: expected the file of its trunk before it", path.display());
                    };
                    trunk.has_head = true;
                    models.push(Self { path: path.clone(), files: vec![Arc::clone(&trunk.bytes), bytes] });
                }
            }
        }
        ensure_has_head(trunk.as_ref())?;
        Ok(models)
    }

    /// Of a single model, or of the heads of one trunk.
    pub fn read_heads(paths: &[PathBuf]) -> Result<Vec<Self>> {
        let models = Self::read_all(paths)?;
        if let Some(other) = models.iter().skip(1).find(|model| !model.has_trunk_of(&models[0])) {
            bail!(
                "{}: expected a head of the same trunk as {}",
                other.path.display(),
                models[0].path.display()
            );
        }
        Ok(models)
    }

    fn has_trunk_of(&self, other: &Self) -> bool {
        self.has_trunk() && other.has_trunk() && self.files[0] == other.files[0]
    }

    /// Of one model.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        let mut models = Self::read_all(paths)?;
        match (models.pop(), models.len()) {
            (Some(model), 0) => Ok(model),
            (_, others) => bail!(
                "expected the file of one model, or those of a trunk and a head, found files of {} models",
                others + 1
            ),
        }
    }

    /// The bytes of each file.
    pub fn bytes(&self) -> Vec<&[u8]> {
        self.files.iter().map(|bytes| &**bytes).collect()
    }

    /// Whether it is a trunk and a head.
    pub fn has_trunk(&self) -> bool {
        self.files.len() > 1
    }

    /// The model as the page runs it.
    pub fn stored(&self) -> Result<StoredModel> {
        StoredModel::from_files(&self.bytes()).with_context(|| self.path.display().to_string())
    }

    /// The model with its numbers widened to 32 bits.
    pub fn checkpoint(&self) -> Result<Checkpoint> {
        Checkpoint::from_files(&self.bytes()).with_context(|| self.path.display().to_string())
    }
}

/// A trunk whose heads follow.
struct Trunk<'a> {
    path: &'a Path,
    bytes: Arc<[u8]>,
    has_head: bool,
}

fn ensure_has_head(trunk: Option<&Trunk>) -> Result<()> {
    match trunk {
        Some(trunk) if !trunk.has_head => {
            bail!("{}: a trunk: expected the file of a head behind it", trunk.path.display())
        }
        _ => Ok(()),
    }
}
