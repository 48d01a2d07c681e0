//! Several heads on one trunk, trained together.
//!
//! The decoder runs its recurrence before it attends, so its states do not depend on the attention: embeddings, encoder,
//! recurrence and generator, the *trunk*, can be the same tensors for each score function, and only the [`Head`] is its
//! own. The loss is the mean over the heads.

use std::collections::HashMap;

use ndarray::{Array2, Array3, ArrayViewD, ArrayViewMutD};

use crate::batch::Sequences;
use crate::config::ModelConfig;
use crate::error::Error;
use crate::head::Head;
use crate::nn::{AttentionType, Dropout, Parameters, Rng};
use crate::seq2seq::Seq2Seq;

/// A trunk with one or several heads, each with another score function. With one head it is a [`Seq2Seq`].
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// The trunk, and on it the first head.
    first: Seq2Seq,
    /// The heads besides.
    others: Vec<Head>,
}

impl Joint {
    /// A model to be trained. `config` has the trunk and the first head; `others` are the score functions of the heads
    /// besides.
    ///
    /// # Errors
    /// [`Error::Config`] where the config is not valid or two heads have the same score function.
    pub fn new(config: ModelConfig, others: &[AttentionType], rng: &mut Rng) -> Result<Self, Error> {
        check_heads(&[&[config.attention], others].concat())?;
        let (d_model, forward, context_tanh) = (config.d_model, config.encoder_units(), config.context_tanh);
        let dropout = Dropout { p: config.dropout };
        let first = Seq2Seq::new(config, rng)?;
        let started = |&attention: &AttentionType| {
            let mut head = Head::zeros(attention, d_model, forward, context_tanh, dropout);
            head.initialise(rng);
            head
        };
        Ok(Self { first, others: others.iter().map(started).collect() })
    }

    /// The trunk with its first head.
    pub fn first(&self) -> &Seq2Seq {
        &self.first
    }

    /// Every head.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        std::iter::once(&self.first.decoder.head).chain(&self.others)
    }

    /// For each head the trunk with that head, as a model of its own.
    pub fn models(&self) -> Vec<Seq2Seq> {
        self.heads().map(|head| self.first.with_head(head)).collect()
    }

    /// Takes over the parameters of `given` that have a wanted name and the shape of the one of that name here, and
    /// returns how many there were. The others stay.
    ///
    /// `given` are models with the same trunk. A head takes from the one that has its score function, and where there is
    /// none, what fits from the first.
    pub fn take_over(&mut self, given: &[Seq2Seq], is_wanted: impl Fn(&str) -> bool) -> usize {
        let mut taken = 0;
        let mut take = |attention: AttentionType, ours: Vec<(String, ArrayViewMutD<f32>)>| {
            let same = given.iter().find(|model| model.config().attention == attention);
            let theirs = same.or(given.first()).map(Parameters::parameters).unwrap_or_default();
            let theirs: HashMap<String, ArrayViewD<f32>> = theirs.into_iter().collect();
            for (name, mut ours) in ours.into_iter().filter(|(name, _)| is_wanted(name)) {
                if let Some(theirs) = theirs.get(&name).filter(|theirs| theirs.shape() == ours.shape()) {
                    ours.assign(theirs);
                    taken += 1;
                }
            }
        };
        take(self.first.config().attention, self.first.parameters_mut());
        for head in &mut self.others {
            let mut ours = Vec::new();
            let attention = head.attention.attention_type();
            head.visit_mut("decoder", &mut |name, values| ours.push((name, values)));
            take(attention, ours);
        }
        taken
    }

    /// Runs the trunk once and every head over a batch with known targets, dropout off. `see` gets each head's number
    /// and its logits [batch·tgt, n_tgt_words].
    ///
    /// # Panics
    /// As [`Seq2Seq::forward`] does.
    pub fn forward(&self, source: &Sequences, input: &Sequences, mut see: impl FnMut(usize, Array2<f32>)) {
        let encoder = self.first.encoder.forward(source, None);
        let recurrence = self.first.decoder.recur(input, None);
        let lengths = source.packing().lengths();
        for (number, head) in self.heads().enumerate() {
            let run = head.forward(recurrence.states.view(), encoder.memory.view(), lengths, None);
            see(number, self.first.logits(run.output.view()));
        }
    }

    /// Runs the heads with the numbers `heads` over a batch with known targets and adds the gradients to `grads`. `loss` gets
    /// each one's number and logits [batch·tgt, n_tgt_words] and returns their gradient. With a generator of random
    /// numbers dropout is on, with the same masks in the trunk for all heads.
    ///
    /// One head after the other, so that the logits of only one stand in memory.
    ///
    /// # Panics
    /// As [`Seq2Seq::forward`] does, and where there is no head with a number.
    pub fn learn(
        &self,
        source: &Sequences,
        input: &Sequences,
        heads: &[usize],
        mut rng: Option<&mut Rng>,
        mut loss: impl FnMut(usize, Array2<f32>) -> Array2<f32>,
        grads: &mut Self,
    ) {
        let trunk = &self.first;
        let encoder = trunk.encoder.forward(source, rng.as_deref_mut());
        let recurrence = trunk.decoder.recur(input, rng.as_deref_mut());
        let (states, memory) = (recurrence.states.view(), encoder.memory.view());
        let lengths = source.packing().lengths();
        let (mut grad_states, mut grad_memory) = (Array3::zeros(states.dim()), Array3::zeros(memory.dim()));
        for &number in heads {
            let head = number.checked_sub(1).map_or(&trunk.decoder.head, |other| &self.others[other]);
            let run = head.forward(states, memory, lengths, rng.as_deref_mut());
            let grad_logits = loss(number, trunk.logits(run.output.view()));
            let grad_output = trunk.logits_backward(run.output.view(), grad_logits.view(), &mut grads.first);
            let of_head = match number.checked_sub(1) {
                None => &mut grads.first.decoder.head,
                Some(other) => &mut grads.others[other],
            };
            let (of_states, of_memory) = head.backward(&run, states, memory, lengths, grad_output, of_head);
            grad_states += &of_states;
            grad_memory += &of_memory;
        }
        trunk.decoder.recur_backward(&recurrence, grad_states.view(), &mut grads.first.decoder);
        trunk.encoder.backward(&encoder, grad_memory.view(), &mut grads.first.encoder);
    }
}

/// The trunk and the first head under their own names, the tensors of another head with the name of its score function
/// before them: `concat.decoder.W_context.weight`.
impl Parameters for Joint {
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        self.first.visit(prefix, visit);
        for head in &self.others {
            head.visit(&prefix_of(head), visit);
        }
    }

    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        self.first.visit_mut(prefix, visit);
        for head in &mut self.others {
            head.visit_mut(&prefix_of(head), visit);
        }
    }
}

/// # Errors
/// [`Error::Config`] where two heads of a trunk have the same score function.
pub fn check_heads(attentions: &[AttentionType]) -> Result<(), Error> {
    match attentions.iter().enumerate().find(|(index, attention)| attentions[..*index].contains(attention)) {
        Some((_, twice)) => Err(Error::Config {
            field: "heads",
            expected: "each score function once".to_string(),
            found: format!("{} twice", twice.name()),
        }),
        None => Ok(()),
    }
}

fn prefix_of(head: &Head) -> String {
    format!("{}.decoder", head.attention.attention_type().name())
}
