//! What a spelling leaves open: capitals, and words that people write in more than one way.

use rand::{Rng, RngExt};

use super::{LetterCase, TimeOfDay};

/// Share of the random styles that have a time of day.
const WITH_TIME: f64 = 0.2;

/// What a spelling leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Letters of month and weekday names.
    pub names: LetterCase,
    /// Letters of the words that are no names: `of`, `am` and the endings of ordinals. Apart from the names, because
    /// people write `5th of APRIL` and `5TH OF APRIL`.
    pub words: LetterCase,
    /// September, where its name is short.
    pub september: ShortSeptember,
    /// The unit of a day in Chinese.
    pub day_unit: ChineseDayUnit,
    /// What stands before the number of a weekday in Chinese.
    pub week: ChineseWeek,
    /// The character of Sunday in Chinese.
    pub sunday: ChineseSunday,
    /// The time of day behind the date, which says nothing about the date.
    pub time: Option<TimeOfDay>,
}

/// The one month whose short name has three letters for some and four for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortSeptember {
    /// Sep
    Sep,
    /// Sept
    Sept,
}

/// The unit of a day of the month in Chinese: the first is written, the second spoken and typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChineseDayUnit {
    /// 5日
    Ri,
    /// 5号
    Hao,
}

/// The week of a Chinese weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChineseWeek {
    /// 星期一
    Xingqi,
    /// 周一
    Zhou,
}

/// Sunday in Chinese: both are common, the first one more in writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChineseSunday {
    /// 星期日
    Ri,
    /// 星期天
    Tian,
}

impl Style {
    /// Each choice uniform, and now and then a time of day.
    pub(super) fn random(rng: &mut impl Rng) -> Self {
        Self {
            names: LetterCase::ALL[rng.random_range(0..LetterCase::ALL.len())],
            words: LetterCase::ALL[rng.random_range(0..LetterCase::ALL.len())],
            september: if rng.random() { ShortSeptember::Sep } else { ShortSeptember::Sept },
            day_unit: if rng.random() { ChineseDayUnit::Ri } else { ChineseDayUnit::Hao },
            week: if rng.random() { ChineseWeek::Xingqi } else { ChineseWeek::Zhou },
            sunday: if rng.random() { ChineseSunday::Ri } else { ChineseSunday::Tian },
            time: rng.random_bool(WITH_TIME).then(|| TimeOfDay::random(rng)),
        }
    }
}

impl Default for Style {
    /// As in a book: `5th of April 2021`, 5日星期日, and no time of day.
    fn default() -> Self {
        Self {
            names: LetterCase::Title,
            words: LetterCase::Lower,
            september: ShortSeptember::Sep,
            day_unit: ChineseDayUnit::Ri,
            week: ChineseWeek::Xingqi,
            sunday: ChineseSunday::Ri,
            time: None,
        }
    }
}
