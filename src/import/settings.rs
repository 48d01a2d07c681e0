//! What no file says and its reader knows.

use super::Error;
use crate::nn::AttentionType;

/// The answers that a reader has given. What is `None` is guessed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Which score function; only what the tensors leave open can be chosen.
    pub attention: Option<AttentionType>,
    /// Whether concat has its tanh.
    pub concat_tanh: Option<bool>,
    /// Which side general's matrix multiplies.
    pub align_on: Option<Scored>,
    /// Which half of the columns of concat's matrix is for the state, where one matrix reads both.
    pub align_order: Option<AlignOrder>,
    /// Which half of W_context's columns is for the context.
    pub context_order: Option<ContextOrder>,
    /// Whether W_context's output goes through tanh.
    pub context_tanh: Option<bool>,
    /// Whether the output layer's matrix is the decoder's embedding.
    pub tied: Option<bool>,
    /// How typed text becomes ids.
    pub source: TextSettings,
    /// How ids become text.
    pub target: TextSettings,
}

/// The answers about one vocabulary.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextSettings {
    /// What a token is.
    pub form: Option<TextForm>,
    /// Whether text is lower-cased before it is cut.
    pub lower_case: Option<bool>,
    /// Whether words end at white space alone, and punctuation belongs to them.
    pub only_spaces: Option<bool>,
    /// Id of the padding.
    pub pad: Option<usize>,
    /// Id of what the vocabulary does not have.
    pub unknown: Option<usize>,
    /// Id before the first token: of a target always, of a source where `add_start` says so.
    pub start: Option<usize>,
    /// Id behind the last token: of a target always, of a source where `add_end` says so.
    pub end: Option<usize>,
    /// Whether the source starts with `start`.
    pub add_start: Option<bool>,
    /// Whether the source ends with `end`.
    pub add_end: Option<bool>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextForm {
    /// Words of a text.
    Words,
    /// Characters.
    Characters,
    /// Pieces of words.
    Pieces,
    /// Numbers, typed with a space between two.
    Ids,
}

/// What general's matrix multiplies: (W s)·m or s·(W m).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scored {
    /// The decoder's state, as in the post.
    State,
    /// The encoder's outputs, as in Luong et al. 2015.
    Memory,
}

/// What concat's matrix reads first, where one reads both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlignOrder {
    /// [state; memory].
    StateFirst,
    /// [memory; state].
    MemoryFirst,
}

/// What W_context reads first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextOrder {
    /// [context; state], as in the post and in Luong et al. 2015.
    ContextFirst,
    /// [state; context].
    StateFirst,
}

impl TextForm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Words, Self::Characters, Self::Pieces, Self::Ids];

    /// As [`Settings::set`] spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Characters => "characters",
            Self::Pieces => "pieces",
            Self::Ids => "ids",
        }
    }
}

impl Scored {
    /// Both.
    pub const ALL: [Self; 2] = [Self::State, Self::Memory];

    /// As [`Settings::set`] spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Memory => "memory",
        }
    }
}

impl AlignOrder {
    /// Both.
    pub const ALL: [Self; 2] = [Self::StateFirst, Self::MemoryFirst];

    /// As [`Settings::set`] spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::StateFirst => "stateFirst",
            Self::MemoryFirst => "memoryFirst",
        }
    }
}

impl ContextOrder {
    /// Both.
    pub const ALL: [Self; 2] = [Self::ContextFirst, Self::StateFirst];

    /// As [`Settings::set`] spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ContextFirst => "contextFirst",
            Self::StateFirst => "stateFirst",
        }
    }
}

impl Settings {
    /// Every key of [`Self::set`]; those behind `source.` and `target.` stand with both.
    pub const KEYS: [&'static str; 7] =
        ["attention", "concatTanh", "alignOn", "alignOrder", "contextOrder", "contextTanh", "tied"];
    /// The keys behind `source.` and `target.`.
    pub const TEXT_KEYS: [&'static str; 9] =
        ["form", "lowerCase", "onlySpaces", "pad", "unknown", "start", "end", "addStart", "addEnd"];

    /// Takes an answer: `attention`, `concatTanh`, … or `source.form`, `target.pad`, …; the value is a name, `true` or
    /// `false`, or a number.
    ///
    /// # Errors
    /// [`Error::Setting`] for a key that does not exist and for a value that it cannot have.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Error> {
        match key {
            "attention" => {
                let choices = AttentionType::ALL.map(AttentionType::name);
                let named = AttentionType::named(value);
                self.attention = Some(named.ok_or_else(|| refused(key, &one_of(&choices), value))?);
            }
            "concatTanh" => self.concat_tanh = Some(truth(key, value)?),
            "alignOn" => self.align_on = Some(choice(key, value, &Scored::ALL, Scored::name)?),
            "alignOrder" => {
                self.align_order = Some(choice(key, value, &AlignOrder::ALL, AlignOrder::name)?);
            }
            "contextOrder" => {
                self.context_order = Some(choice(key, value, &ContextOrder::ALL, ContextOrder::name)?);
            }
            "contextTanh" => self.context_tanh = Some(truth(key, value)?),
            "tied" => self.tied = Some(truth(key, value)?),
            _ => {
                let (text, field) = if let Some(field) = key.strip_prefix("source.") {
                    (&mut self.source, field)
                } else if let Some(field) = key.strip_prefix("target.") {
                    (&mut self.target, field)
                } else {
                    return Err(unknown_key(key));
                };
                text.set(key, field, value)?;
            }
        }
        Ok(())
    }
}

impl Settings {
    /// These answers, and where there is none, those of `other`.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            attention: self.attention.or(other.attention),
            concat_tanh: self.concat_tanh.or(other.concat_tanh),
            align_on: self.align_on.or(other.align_on),
            align_order: self.align_order.or(other.align_order),
            context_order: self.context_order.or(other.context_order),
            context_tanh: self.context_tanh.or(other.context_tanh),
            tied: self.tied.or(other.tied),
            source: self.source.or(other.source),
            target: self.target.or(other.target),
        }
    }
}

impl TextSettings {
    fn or(self, other: Self) -> Self {
        Self {
            form: self.form.or(other.form),
            lower_case: self.lower_case.or(other.lower_case),
            only_spaces: self.only_spaces.or(other.only_spaces),
            pad: self.pad.or(other.pad),
            unknown: self.unknown.or(other.unknown),
            start: self.start.or(other.start),
            end: self.end.or(other.end),
            add_start: self.add_start.or(other.add_start),
            add_end: self.add_end.or(other.add_end),
        }
    }

    fn set(&mut self, key: &str, field: &str, value: &str) -> Result<(), Error> {
        match field {
            "form" => self.form = Some(choice(key, value, &TextForm::ALL, TextForm::name)?),
            "lowerCase" => self.lower_case = Some(truth(key, value)?),
            "onlySpaces" => self.only_spaces = Some(truth(key, value)?),
            "pad" => self.pad = Some(id(key, value)?),
            "unknown" => self.unknown = Some(id(key, value)?),
            "start" => self.start = Some(id(key, value)?),
            "end" => self.end = Some(id(key, value)?),
            "addStart" => self.add_start = Some(truth(key, value)?),
            "addEnd" => self.add_end = Some(truth(key, value)?),
            _ => return Err(unknown_key(key)),
        }
        Ok(())
    }
}

fn choice<T: Copy>(key: &str, value: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, Error> {
    let names: Vec<&str> = all.iter().map(|&one| name(one)).collect();
    let chosen = all.iter().copied().find(|&one| name(one) == value);
    chosen.ok_or_else(|| refused(key, &one_of(&names), value))
}

fn truth(key: &str, value: &str) -> Result<bool, Error> {
    value.parse().map_err(|_| refused(key, "true or false", value))
}

/// No vocabulary has more than 65,536 tokens.
fn id(key: &str, value: &str) -> Result<usize, Error> {
    match value.parse() {
        Ok(id) if id < 1 << 16 => Ok(id),
        _ => Err(refused(key, "an id from 0 to 65535", value)),
    }
}

fn unknown_key(key: &str) -> Error {
    let keys = Settings::KEYS.join(", ");
    let of_texts = Settings::TEXT_KEYS.join(", ");
    Error::Setting {
        key: shortened(key),
        expected: format!("one of {keys}, or behind `source.` or `target.` one of {of_texts}"),
        found: "this key".to_string(),
    }
}

fn refused(key: &str, expected: &str, found: &str) -> Error {
    Error::Setting { key: key.to_string(), expected: expected.to_string(), found: shortened(found) }
}

/// `a, b or c`.
pub(super) fn one_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_string(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// What comes from outside, short enough for a message.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    let clean: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() { format!("{clean}…") } else { clean }
}
