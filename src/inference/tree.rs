//! A beam as a tree: what it weighed at each step, and what it kept.

use ndarray::Array2;

use super::engine::Engine;
use super::intervention::Interventions;
use super::workspace::Workspace;
use crate::checkpoint::Metadata;
use crate::error::Error;
use crate::search::{Extensions, SearchOptions};

/// The widest beam of which a tree is made: a step of it weighs as many continuations as the square of this.
pub const MAX_TREE_BEAM: usize = 16;

/// Every continuation that a beam weighed.
#[derive(Debug, Clone, PartialEq)]
pub struct BeamTree {
    /// In the order in which they were made: step by step, parent by parent, the more probable token first.
    pub nodes: Vec<BeamNode>,
    /// Attention weights [rows, src], a row for each hypothesis and step; [rows, 0] without attention.
    pub weights: Array2<f32>,
    /// The node in which the best output ends.
    pub best: usize,
}

/// A token behind the tokens of its parent.
#[derive(Debug, Clone, PartialEq)]
pub struct BeamNode {
    /// The node that it continues; none for a first token.
    pub parent: Option<usize>,
    /// The step that it was weighed at, from 0.
    pub step: usize,
    /// The token.
    pub id: usize,
    /// ln p of the token given those before it.
    pub log_probability: f32,
    /// ln p of all tokens from the first to this one.
    pub total: f32,
    /// The row of [`BeamTree::weights`] with which this step looked at the source. Siblings share it.
    pub row: usize,
    /// Whether it was among the best of its step, whose number is the width of the beam.
    pub kept: bool,
    /// Whether it ends its output.
    pub complete: bool,
}

impl Engine {
    /// The beam that [`Engine::run_with`] searches with, as a tree; its best output is that of the run. A beam of 1 gives
    /// the path of greedy search.
    ///
    /// # Errors
    /// Those of [`Engine::run_with`], and [`Error::SearchOption`] for a beam wider than [`MAX_TREE_BEAM`].
    pub fn beam_tree(
        &self,
        metadata: &Metadata,
        text: &str,
        options: &SearchOptions,
        interventions: &Interventions,
        workspace: &mut Workspace,
    ) -> Result<BeamTree, Error> {
        options.validate(self.trunk.words)?;
        if options.beam > MAX_TREE_BEAM {
            let (expected, found) = ("a width from 1 to 16 for a tree", options.beam.to_string());
            return Err(Error::SearchOption { option: "beam", expected, found });
        }
        let source = metadata.source_ids(text)?;
        let mut plan = self.plan(source.len(), options, interventions)?;
        self.encode_with(&source, plan.as_mut(), workspace);
        let width = if self.attends() { source.len() } else { 0 };
        let mut grown =
            Growing { nodes: Vec::new(), alive: vec![None], weights: Vec::new(), rows: 0, step: 0 };
        let output = self.beam(options, plan.as_mut(), workspace, |extensions, weights| {
            grown.grow(extensions, weights);
        });
        let Growing { nodes, weights, rows, .. } = grown;
        let best = leaf(&nodes, &output.ids);
        // Every row has a weight for each source token.
        let weights = Array2::from_shape_vec((rows, width), weights).unwrap_or_else(|_| unreachable!());
        Ok(BeamTree { nodes, weights, best })
    }
}

/// A tree while the beam goes on.
struct Growing {
    nodes: Vec<BeamNode>,
    /// The last node of each hypothesis that goes on.
    alive: Vec<Option<usize>>,
    weights: Vec<f32>,
    /// Hypotheses of all steps so far.
    rows: usize,
    step: usize,
}

impl Growing {
    fn grow(&mut self, extensions: &Extensions, weights: &[f32]) {
        let (first_node, first_row) = (self.nodes.len(), self.rows);
        self.rows += self.alive.len();
        self.weights.extend_from_slice(weights);
        for (row, longer) in extensions.all {
            self.nodes.push(BeamNode {
                parent: self.alive[*row],
                step: self.step,
                id: longer.ids.last().copied().unwrap_or_default(),
                log_probability: longer.log_probabilities.last().copied().unwrap_or_default(),
                total: longer.log_probability(),
                row: first_row + row,
                kept: false,
                complete: longer.complete,
            });
        }
        self.alive.clear();
        for index in extensions.kept {
            let node = first_node + index;
            self.nodes[node].kept = true;
            if !self.nodes[node].complete {
                self.alive.push(Some(node));
            }
        }
        self.step += 1;
    }
}

/// The node that `ids` end in.
fn leaf(nodes: &[BeamNode], ids: &[usize]) -> usize {
    let mut last = None;
    for &id in ids {
        last = nodes.iter().position(|node| node.parent == last && node.id == id).or(last);
    }
    last.unwrap_or_default()
}
