//! Models that run with and without interventions.

use seqscope::checkpoint::Checkpoint;
use seqscope::inference::intervention::Units;
use seqscope::inference::{Engine, Interventions, Numbers, Workspace};
use seqscope::nn::{AttentionType, Parameters, RnnType};
use seqscope::search::SearchOptions;
use seqscope::seq2seq::Seq2Seq;
use seqscope::trace::{Component, Direction, Timings, Trace};

use super::plain::{Hooks, Place, Plain, assert_seen};
use super::random::{RNN_TYPES, random_model};

pub const TEXT: &str = "21年7";

/// Random models of every recurrence, depth, direction and score.
pub fn models() -> Vec<(String, Checkpoint)> {
    let mut models = Vec::new();
    for rnn_type in RNN_TYPES {
        for layers in [1, 2] {
            for bidirectional in [false, true] {
                for attention in
                    [AttentionType::Dot, AttentionType::General, AttentionType::Concat, AttentionType::None]
                {
                    let name = format!("{rnn_type:?}, {attention:?}, {layers} layers, both {bidirectional}");
                    models.push((name, checkpoint(rnn_type, layers, bidirectional, attention)));
                }
            }
        }
    }
    models
}

pub fn checkpoint(
    rnn_type: RnnType,
    layers: usize,
    bidirectional: bool,
    attention: AttentionType,
) -> Checkpoint {
    let mut checkpoint = super::checkpoint(rnn_type, attention, 1);
    let config = &mut checkpoint.metadata.model;
    (config.encoder_layers, config.decoder_layers) = (layers, layers);
    config.bidirectional = bidirectional;
    config.context_tanh = layers == 2;
    checkpoint.model = random_model(config.clone(), 0.9, 10 + layers as u64);
    checkpoint
}

/// A model with room to run in.
pub struct Running {
    pub checkpoint: Checkpoint,
    pub engine: Engine,
    pub workspace: Workspace,
}

impl Running {
    pub fn new(checkpoint: &Checkpoint) -> Self {
        let engine = Engine::new(&checkpoint.model, Numbers::F32);
        Self { checkpoint: checkpoint.clone(), engine, workspace: Workspace::default() }
    }

    pub fn source(&self) -> Vec<usize> {
        self.checkpoint.metadata.source_ids(TEXT).unwrap()
    }

    /// Without its timings, which differ from run to run.
    pub fn run(&mut self, options: &SearchOptions, interventions: &Interventions) -> Trace {
        let metadata = &self.checkpoint.metadata;
        let trace = self.engine.run_with(metadata, TEXT, options, interventions, &mut self.workspace);
        Trace { timings: Timings::default(), ..trace.unwrap() }
    }

    /// With `interventions` and without, `hooks` being the same in plain loops.
    #[track_caller]
    pub fn assert_equals(
        &mut self,
        what: &str,
        interventions: &Interventions,
        prefix: &[usize],
        hooks: Hooks,
    ) {
        let first = self.run(&SearchOptions::default(), &Interventions::default());
        let options = SearchOptions { prefix: prefix.to_vec(), ..SearchOptions::default() };
        let changed = self.run(&options, interventions);
        assert_seen(what, &changed, &Plain::new(&self.checkpoint).run(&self.source(), prefix, hooks));
        assert_ne!(changed, first, "{what}: nothing has changed");
        let output = self.engine.search_with(&self.source(), &options, interventions, &mut self.workspace);
        assert_eq!(output.unwrap().ids, ids(&changed), "{what}");
        let again = self.run(&SearchOptions::default(), &Interventions::default());
        assert_eq!(again, first, "{what}: not taken back");
    }
}

pub fn ids(trace: &Trace) -> Vec<usize> {
    trace.target.iter().map(|token| token.id).collect()
}

pub fn all(component: Component) -> Units {
    Units { component, layer: None, direction: None, unit: None }
}

pub fn is_in(units: Units, place: Place) -> bool {
    let reverse = units.direction.map(|direction| direction == Direction::Backward);
    place.encoder == (units.component == Component::Encoder)
        && units.layer.is_none_or(|layer| layer == place.layer)
        && reverse.is_none_or(|reverse| reverse == place.reverse)
}

/// Every way to name units of a model: all, a unit of all, a layer, a direction, and one unit of one of them.
pub fn places(checkpoint: &Checkpoint) -> Vec<Units> {
    let config = &checkpoint.metadata.model;
    let mut places = Vec::new();
    for (component, last) in
        [(Component::Encoder, config.encoder_layers - 1), (Component::Decoder, config.decoder_layers - 1)]
    {
        let any = all(component);
        places.extend([any, Units { unit: Some(2), ..any }, Units { layer: Some(last), ..any }]);
        let both = config.bidirectional && component == Component::Encoder;
        let directions =
            if both { &[Direction::Forward, Direction::Backward][..] } else { &[Direction::Forward] };
        for &direction in directions {
            places.push(Units { direction: Some(direction), ..any });
            let unit = Some(1);
            places.push(Units { layer: Some(0), direction: Some(direction), unit, ..any });
        }
    }
    places
}

/// `checkpoint` with a rate of dropout.
pub fn with_dropout(mut checkpoint: Checkpoint, dropout: f32) -> Checkpoint {
    checkpoint.metadata.model.dropout = dropout;
    let mut model = Seq2Seq::zeros(checkpoint.metadata.model.clone()).unwrap();
    let parameters = checkpoint.model.parameters();
    for ((_, mut to), (_, from)) in model.parameters_mut().into_iter().zip(parameters) {
        to.assign(&from);
    }
    checkpoint.model = model;
    checkpoint
}
