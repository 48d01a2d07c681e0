//! The dates of the task and which of them are for what.

use std::fmt;

use jiff::{SignedDuration, civil};
use rand::{Rng, RngExt};

const FIRST: civil::Date = civil::date(1950, 1, 1);

/// Day numbers with this remainder modulo 10 are tested on.
const TEST_REMAINDER: u32 = 3;
/// Day numbers with this remainder modulo 10 are validated on. Any but the test's would do.
const VALIDATION_REMAINDER: u32 = 8;

/// A day from 1950-01-01 to 2049-12-31: the hundred years in which a two-digit year means one year only.
/// Displays as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// What a date is for. A date belongs to one split, in all its spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Split {
    /// Eight days of ten. The weights are fitted to these.
    Train,
    /// One day of ten, measured while training runs.
    Validation,
    /// One day of ten, never seen before the end: the day number leaves 3 when divided by 10.
    Test,
}

impl Date {
    /// How many dates there are.
    pub const COUNT: u32 = 36_525;

    /// The date of a year, month and day as people count them; `None` if there is none in the hundred years.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = civil::Date::new(year, month, day).ok()?;
        (1950..=2049).contains(&year).then_some(Self(date))
    }

    /// All dates, first to last.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT).map(Self::at)
    }

    /// Uniform over the dates of `split`.
    pub fn random(split: Split, rng: &mut impl Rng) -> Self {
        loop {
            let date = Self::at(rng.random_range(0..Self::COUNT));
            if date.split() == split {
                return date;
            }
        }
    }

    /// `number` below [`Self::COUNT`].
    fn at(number: u32) -> Self {
        Self(FIRST.saturating_add(SignedDuration::from_hours(24 * i64::from(number))))
    }

    /// Days since 1950-01-01, which is day 0.
    pub fn number(self) -> u32 {
        self.0.duration_since(FIRST).as_hours() as u32 / 24
    }

    /// What the date is for.
    pub fn split(self) -> Split {
        match self.number() % 10 {
            TEST_REMAINDER => Split::Test,
            VALIDATION_REMAINDER => Split::Validation,
            _ => Split::Train,
        }
    }

    /// 1950 to 2049.
    pub(super) fn year(self) -> usize {
        self.0.year() as usize
    }

    /// 1 to 12.
    pub(super) fn month(self) -> usize {
        self.0.month() as usize
    }

    /// 1 to 31.
    pub(super) fn day(self) -> usize {
        self.0.day() as usize
    }

    /// 0 for Monday to 6 for Sunday.
    pub(super) fn weekday(self) -> usize {
        self.0.weekday().to_monday_zero_offset() as usize
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}
