//! Times of day, which people paste along with a date.

use rand::{Rng, RngExt};

use super::LetterCase;

/// A time of day and the way in which it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// How it is written.
    pub form: TimeForm,
}

/// How a time of day is written behind a date. What only belongs behind other dates is written as the form that is
/// most like it: no `T` but behind `2021-04-05`, no `am` behind 2021年4月5日.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeForm {
    /// `2021-04-05 9:30`
    Short,
    /// `2021-04-05 09:30`
    Padded,
    /// `2021-04-05 09:30:00`
    WithSeconds,
    /// `5 April 2021, 9:30`
    AfterComma,
    /// `5 April 2021 at 9:30`, 2021年4月5日9:30
    At,
    /// `2021-04-05T09:30`
    AfterT,
    /// `2021-04-05T09:30:00`
    AfterTWithSeconds,
    /// `2021-04-05T09:30:00Z`
    Utc,
    /// `5 April 2021 9:30 am`, 2021年4月5日 上午9:30
    HalfDay,
    /// `5 April 2021 at 9:30 am`, 2021年4月5日上午9:30
    AtHalfDay,
    /// `5 April 2021 9:30am`, 2021年4月5日 9时30分
    CloseHalfDay,
    /// `5 April 2021 at 9 am`, 2021年4月5日上午9点
    FullHour,
}

/// The dates behind which a time stands, as far as its form depends on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// `2021-04-05`, behind which ISO 8601 has a `T`.
    Iso,
    /// Another date in Latin letters or digits.
    Latin,
    /// A date with 年, 月 and 日.
    Chinese,
}

impl TimeForm {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Short,
        Self::Padded,
        Self::WithSeconds,
        Self::AfterComma,
        Self::At,
        Self::AfterT,
        Self::AfterTWithSeconds,
        Self::Utc,
        Self::HalfDay,
        Self::AtHalfDay,
        Self::CloseHalfDay,
        Self::FullHour,
    ];
}

impl TimeOfDay {
    /// Uniform over the seconds of a day and the forms.
    pub(super) fn random(rng: &mut impl Rng) -> Self {
        Self {
            hour: rng.random_range(0..24),
            minute: rng.random_range(0..60),
            second: rng.random_range(0..60),
            form: TimeForm::ALL[rng.random_range(0..TimeForm::ALL.len())],
        }
    }

    /// What stands behind a date, what is between them included.
    pub(super) fn write(self, before: Before, words: LetterCase) -> String {
        let Self { hour, minute, second, form } = self;
        let chinese = before == Before::Chinese;
        let padded = format!("{hour:02}:{minute:02}");
        let short = format!("{hour}:{minute:02}");
        let of_twelve = (hour + 11) % 12 + 1;
        let half_day = match (chinese, hour < 12, words) {
            (true, true, _) => "上午",
            (true, false, _) => "下午",
            (false, true, LetterCase::Lower) => "am",
            (false, true, _) => "AM",
            (false, false, LetterCase::Lower) => "pm",
            (false, false, _) => "PM",
        };
        let at = words.apply("at");
        match form {
            TimeForm::AfterT if before == Before::Iso => format!("T{padded}"),
            TimeForm::AfterTWithSeconds if before == Before::Iso => format!("T{padded}:{second:02}"),
            TimeForm::Utc if before == Before::Iso => format!("T{padded}:{second:02}Z"),
            TimeForm::AfterTWithSeconds | TimeForm::Utc | TimeForm::WithSeconds => {
                format!(" {padded}:{second:02}")
            }
            TimeForm::AfterT | TimeForm::Padded => format!(" {padded}"),
            TimeForm::At if chinese => short,
            TimeForm::HalfDay if chinese => format!(" {half_day}{of_twelve}:{minute:02}"),
            TimeForm::AtHalfDay if chinese => format!("{half_day}{of_twelve}:{minute:02}"),
            TimeForm::CloseHalfDay if chinese => format!(" {hour}时{minute}分"),
            TimeForm::FullHour if chinese => format!("{half_day}{of_twelve}点"),
            TimeForm::AfterComma if !chinese => format!(", {short}"),
            TimeForm::Short | TimeForm::AfterComma => format!(" {short}"),
            TimeForm::At => format!(" {at} {short}"),
            TimeForm::HalfDay => format!(" {of_twelve}:{minute:02} {half_day}"),
            TimeForm::AtHalfDay => format!(" {at} {of_twelve}:{minute:02} {half_day}"),
            TimeForm::CloseHalfDay => format!(" {of_twelve}:{minute:02}{half_day}"),
            TimeForm::FullHour => format!(" {at} {of_twelve} {half_day}"),
        }
    }
}
