//! Which source characters each output character comes from.

use std::ops::Range;

/// How many characters beside a field's span still count as on the field, when an attention map is judged.
///
/// A bidirectional encoder's state at a character also holds its neighbours, so a model may as well look there.
pub const SLACK: usize = 1;

/// Characters in `YYYY-MM-DD`.
const OUTPUT_CHARACTERS: usize = 10;

/// The three numbers of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The four digits of the year.
    Year,
    /// The two digits of the month.
    Month,
    /// The two digits of the day of the month.
    Day,
}

impl Field {
    /// All of them, in the order of the output.
    pub const ALL: [Self; 3] = [Self::Year, Self::Month, Self::Day];

    /// Where the field stands in `YYYY-MM-DD`.
    pub const fn output(self) -> Range<usize> {
        match self {
            Self::Year => 0..4,
            Self::Month => 5..7,
            Self::Day => 8..10,
        }
    }

    /// The field that an output character belongs to; `None` for a hyphen and for what is beyond the date, the
    /// end token among it.
    pub fn of_output(output: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.output().contains(&output))
    }
}

/// The true alignment of one example. Source places count characters (Unicode scalar values), which are the
/// source tokens of this task; output places count characters of `YYYY-MM-DD`.
///
/// - A digit that stands in the source comes from that digit.
/// - A digit that does not stand there (the 0 of `04` for `4`, the 20 of `2021` for `21`) comes from all the
///   digits of its field.
/// - Both digits of a month come from the whole name, and both digits of a month or day in Chinese numerals
///   from the whole numeral: `十` is a 1 or a 0 or none at all, depending on its neighbours.
/// - An ordinal's ending, 年, 月, 日, a weekday and punctuation are the source of nothing.
/// - The hyphens of the output come from nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// Empty for the hyphens.
    sources: [Range<usize>; OUTPUT_CHARACTERS],
}

impl Alignment {
    pub(super) fn nothing() -> Self {
        Self { sources: std::array::from_fn(|_| 0..0) }
    }

    /// The last digits of `field` come one by one from the characters of `span`, the ones before from all of it.
    pub(super) fn set_digits(&mut self, field: Field, span: Range<usize>) {
        for (back, output) in field.output().rev().enumerate() {
            self.sources[output] = match span.end.checked_sub(back + 1) {
                Some(digit) if digit >= span.start => digit..digit + 1,
                _ => span.clone(),
            };
        }
    }

    /// Every digit of `field` comes from all of `span`.
    pub(super) fn set_whole(&mut self, field: Field, span: Range<usize>) {
        for output in field.output() {
            self.sources[output] = span.clone();
        }
    }

    /// The source characters that an output character comes from; `None` for a hyphen and beyond the date.
    pub fn source_of(&self, output: usize) -> Option<Range<usize>> {
        Field::of_output(output).map(|_| self.sources[output].clone())
    }

    /// The source characters that say the field: its digits, name or numeral, without ending or unit.
    pub fn field_span(&self, field: Field) -> Range<usize> {
        let output = field.output();
        self.sources[output.start].start..self.sources[output.end - 1].end
    }

    /// Whether a model that looks at source character `source` while it writes output character `output` looks
    /// at the right field, give or take [`SLACK`] characters. `None` where there is no right field: for a
    /// hyphen and beyond the date.
    pub fn is_on_field(&self, output: usize, source: usize) -> Option<bool> {
        let span = self.field_span(Field::of_output(output)?);
        Some(source + SLACK >= span.start && source < span.end + SLACK)
    }
}
