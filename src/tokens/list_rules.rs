//! How text is cut into the tokens of a model that was trained elsewhere.

/// How text is cut into the tokens of a [`super::ListVocabulary`], and how they are put together again.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListRules {
    /// What a token is.
    pub cut: Cut,
    /// Whether text is lower-cased before it is cut.
    pub lower_case: bool,
    /// Whether each punctuation mark is a word of its own, wherever it stands.
    pub marks_apart: bool,
    /// Whether words are written with spaces between them.
    pub spaces: bool,
    /// Which pieces of a word carry [`super::WORD_START`].
    pub marker: Marker,
    /// The id of what the vocabulary does not have. Without one, such a text is refused.
    pub unknown: Option<usize>,
    /// Ids that add nothing to a text: padding, start, end.
    pub silent: Vec<usize>,
    /// The id that is put before every text that is read.
    pub before: Option<usize>,
    /// The id that is put behind it.
    pub after: Option<usize>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cut {
    /// A word. Where words are written without spaces, the longest that the vocabulary has, from the left.
    #[default]
    Words,
    /// A character.
    Characters,
    /// The longest piece of a word that the vocabulary has, from the left (`WordPiece`).
    Longest,
    /// A piece of a word, put together by merges in their order (byte-pair encoding).
    Merges,
    /// A piece of a word, of the cut whose scores have the highest sum (unigram model, Kudo 2018).
    Scores,
    /// A number that is an id.
    Ids,
}

/// Which pieces of a word carry [`super::WORD_START`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Marker {
    /// None.
    #[default]
    None,
    /// The first, before its text.
    Start,
    /// The last, behind its text.
    End,
}

/// In the order of their numbers in a file.
const CUTS: [Cut; 6] = [Cut::Words, Cut::Characters, Cut::Longest, Cut::Merges, Cut::Scores, Cut::Ids];
const MARKERS: [Marker; 3] = [Marker::None, Marker::Start, Marker::End];

impl ListRules {
    /// What [`Self::to_numbers`] gives.
    ///
    /// Not as JSON: what reads nine fields of many types there would be half of all that such a vocabulary takes.
    pub(super) fn from_numbers(numbers: &[usize]) -> Option<Self> {
        let &[cut, marker, lower_case, marks_apart, spaces, unknown, before, after, ref silent @ ..] =
            numbers
        else {
            return None;
        };
        Some(Self {
            cut: *CUTS.get(cut)?,
            marker: *MARKERS.get(marker)?,
            lower_case: lower_case == 1,
            marks_apart: marks_apart == 1,
            spaces: spaces == 1,
            unknown: unknown.checked_sub(1),
            before: before.checked_sub(1),
            after: after.checked_sub(1),
            silent: silent.to_vec(),
        })
    }

    /// The number of the cut (words, characters, longest, merges, scores, ids) and of the marker (none, start, end), 0 or 1 for
    /// each of `lower_case`, `marks_apart` and `spaces`, the ids `unknown`, `before` and `after` plus 1, or 0 for none, and
    /// all silent ids.
    pub(super) fn to_numbers(&self) -> Vec<usize> {
        let number = |id: Option<usize>| id.map_or(0, |id| id + 1);
        let mut numbers = vec![
            CUTS.iter().position(|cut| *cut == self.cut).unwrap_or_default(),
            MARKERS.iter().position(|marker| *marker == self.marker).unwrap_or_default(),
            usize::from(self.lower_case),
            usize::from(self.marks_apart),
            usize::from(self.spaces),
            number(self.unknown),
            number(self.before),
            number(self.after),
        ];
        numbers.extend(&self.silent);
        numbers
    }
}
