//! What the letters of PyTorch's equations stand for: the one place where pictures know a cell's gates and states.

/// Where a signal's values lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// From 0 to 1, as a sigmoid's.
    Gate,
    /// From −1 to 1, as a tanh's.
    Signed,
    /// Anywhere: an LSTM's memory is a sum.
    Unbounded,
}

/// A gate or state in words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    pub english: &'static str,
    pub chinese: &'static str,
    pub range: Range,
}

/// What `letter` stands for. Of one that no equation has there are no words.
pub(super) fn meaning(letter: &str) -> Meaning {
    let (english, chinese, range) = match letter {
        "i" => ("input gate", "输入门", Range::Gate),
        "f" => ("forget gate", "遗忘门", Range::Gate),
        "g" | "n" => ("candidate", "候选值", Range::Signed),
        "o" => ("output gate", "输出门", Range::Gate),
        "c" => ("memory", "记忆", Range::Unbounded),
        "h" => ("state", "状态", Range::Signed),
        "r" => ("reset gate", "重置门", Range::Gate),
        "z" => ("update gate", "更新门", Range::Gate),
        _ => ("", "", Range::Signed),
    };
    Meaning { english, chinese, range }
}
