//! What is written in a picture, in the languages of the page.

use super::signals::{Meaning, meaning};
use crate::trace::{Component, Direction};

/// A language that pictures speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Chinese, in simplified characters.
    Chinese,
}

impl Language {
    /// By its tag: `en` or `zh`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    fn of<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }

    /// A score function, with `-gru` or `-rnn` behind it for a model with another cell than the LSTM.
    pub(super) fn attention(self, key: &str) -> String {
        let (name, cell) = match (key.strip_suffix("-gru"), key.strip_suffix("-rnn")) {
            (Some(name), _) => (name, "GRU"),
            (_, Some(name)) => (name, "RNN"),
            _ => (key, ""),
        };
        let name = if name == "concat_without_tanh" {
            self.of("concat without tanh", "无 tanh 的 concat")
        } else {
            name
        };
        if cell.is_empty() { name.to_string() } else { format!("{name}{}{cell}", self.of(", ", "，")) }
    }

    pub(super) fn map_title(self, attention: &str) -> String {
        format!("{}{}", self.of("Attention weights, ", "注意力权重，"), self.attention(attention))
    }

    pub(super) fn gates_title(
        self,
        component: Component,
        layer: usize,
        direction: Direction,
        attention: &str,
    ) -> String {
        let component = match component {
            Component::Encoder => self.of("encoder", "编码器"),
            Component::Decoder => self.of("decoder", "解码器"),
        };
        let direction = match direction {
            Direction::Forward => self.of("forward", "正向"),
            Direction::Backward => self.of("backward", "反向"),
        };
        let (number, attention) = (layer + 1, self.attention(attention));
        match self {
            Self::English => {
                format!("Gates and states of the {component}, layer {number}, {direction} ({attention})")
            }
            Self::Chinese => format!("{component}第 {number} 层的门与状态，{direction}（{attention}）"),
        }
    }

    /// A gate or state by its letter.
    pub(super) fn signal(self, letter: &str) -> &'static str {
        let Meaning { english, chinese, .. } = meaning(letter);
        self.of(english, chinese)
    }

    pub(super) fn weight(self) -> &'static str {
        self.of("attention weight", "注意力权重")
    }

    pub(super) fn read(self) -> &'static str {
        self.of("read", "读到的")
    }

    pub(super) fn written(self) -> &'static str {
        self.of("written", "写出的")
    }

    pub(super) fn unit(self) -> &'static str {
        self.of("unit", "单元")
    }
}
