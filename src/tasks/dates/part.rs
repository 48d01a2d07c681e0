//! The pieces that spellings are made of.

/// One piece of a spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// As it stands.
    Text(&'static str),
    /// An English word that is no name.
    Word(&'static str),
    /// 2021
    Year,
    /// 21
    ShortYear,
    /// 二〇二一, with this zero
    ChineseYear(&'static str),
    /// 4
    Month,
    /// 04
    PaddedMonth,
    /// April
    MonthName,
    /// Apr
    ShortMonthName,
    /// Apr., and May as it is
    AbbreviatedMonthName,
    /// 四
    ChineseMonth,
    /// 5
    Day,
    /// 05
    PaddedDay,
    /// 5th
    OrdinalDay,
    /// 五
    ChineseDay,
    /// 日 or 号
    ChineseDayUnit,
    /// Monday
    WeekdayName,
    /// Mon
    ShortWeekdayName,
    /// 星期一 or 周一
    ChineseWeekday,
}
