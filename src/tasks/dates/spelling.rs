//! How dates are written: every spelling as a row of parts.

use super::part::Part;
use super::writer::Writer;
use super::{Alignment, Date, Style};

/// One way to write a date. Which letters are capitals, and a time of day, is left to the [`Style`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    name: &'static str,
    parts: &'static [Part],
    writes: Writes,
}

/// The dates that a spelling is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writes {
    /// All of them.
    Any,
    /// Those after the twelfth of a month: before, the day would be read as the month, and the month as the day.
    AfterTheTwelfth,
}

const SPACE: Part = Part::Text(" ");
const COMMA: Part = Part::Text(", ");
const SLASH: Part = Part::Text("/");
const HYPHEN: Part = Part::Text("-");
const STOP: Part = Part::Text(".");
const NIAN: Part = Part::Text("年");
const YUE: Part = Part::Text("月");
const SPACED_NIAN: Part = Part::Text(" 年 ");
const SPACED_YUE: Part = Part::Text(" 月 ");

impl Spelling {
    /// Every spelling. Slashes put the month first, hyphens and full stops the day first, unless the year leads or
    /// there is no such month; six digits in a row are month, day, year.
    pub const ALL: [Self; 83] = {
        use Part::{
            AbbreviatedMonthName, ChineseDay, ChineseDayUnit, ChineseMonth, ChineseWeekday, ChineseYear, Day,
            Month, MonthName, OrdinalDay, PaddedDay, PaddedMonth, ShortMonthName, ShortWeekdayName,
            ShortYear, Text, WeekdayName, Word, Year,
        };
        [
            Self::of("mmddyy", &[PaddedMonth, PaddedDay, ShortYear]),
            Self::of("yyyymmdd", &[Year, PaddedMonth, PaddedDay]),
            Self::of("mm/dd/yy", &[PaddedMonth, SLASH, PaddedDay, SLASH, ShortYear]),
            Self::of("mm/dd/yyyy", &[PaddedMonth, SLASH, PaddedDay, SLASH, Year]),
            Self::of("m/d/yy", &[Month, SLASH, Day, SLASH, ShortYear]),
            Self::of("m/d/yyyy", &[Month, SLASH, Day, SLASH, Year]),
            Self::after_the_twelfth("dd/mm/yy", &[PaddedDay, SLASH, PaddedMonth, SLASH, ShortYear]),
            Self::after_the_twelfth("dd/mm/yyyy", &[PaddedDay, SLASH, PaddedMonth, SLASH, Year]),
            Self::after_the_twelfth("d/m/yy", &[Day, SLASH, Month, SLASH, ShortYear]),
            Self::after_the_twelfth("d/m/yyyy", &[Day, SLASH, Month, SLASH, Year]),
            Self::of("yyyy/mm/dd", &[Year, SLASH, PaddedMonth, SLASH, PaddedDay]),
            Self::of("yyyy/m/d", &[Year, SLASH, Month, SLASH, Day]),
            Self::of("dd-mm-yy", &[PaddedDay, HYPHEN, PaddedMonth, HYPHEN, ShortYear]),
            Self::of("dd-mm-yyyy", &[PaddedDay, HYPHEN, PaddedMonth, HYPHEN, Year]),
            Self::of("d-m-yy", &[Day, HYPHEN, Month, HYPHEN, ShortYear]),
            Self::of("d-m-yyyy", &[Day, HYPHEN, Month, HYPHEN, Year]),
            Self::after_the_twelfth("mm-dd-yyyy", &[PaddedMonth, HYPHEN, PaddedDay, HYPHEN, Year]),
            Self::after_the_twelfth("m-d-yyyy", &[Month, HYPHEN, Day, HYPHEN, Year]),
            Self::of("yyyy-mm-dd", &[Year, HYPHEN, PaddedMonth, HYPHEN, PaddedDay]),
            Self::of("yyyy-m-d", &[Year, HYPHEN, Month, HYPHEN, Day]),
            Self::of("dd.mm.yy", &[PaddedDay, STOP, PaddedMonth, STOP, ShortYear]),
            Self::of("dd.mm.yyyy", &[PaddedDay, STOP, PaddedMonth, STOP, Year]),
            Self::of("d.m.yy", &[Day, STOP, Month, STOP, ShortYear]),
            Self::of("d.m.yyyy", &[Day, STOP, Month, STOP, Year]),
            Self::of("d. m. yyyy", &[Day, Text(". "), Month, Text(". "), Year]),
            Self::after_the_twelfth("mm.dd.yyyy", &[PaddedMonth, STOP, PaddedDay, STOP, Year]),
            Self::of("yyyy.mm.dd", &[Year, STOP, PaddedMonth, STOP, PaddedDay]),
            Self::of("yyyy.m.d", &[Year, STOP, Month, STOP, Day]),
            Self::of("yyyy mm dd", &[Year, SPACE, PaddedMonth, SPACE, PaddedDay]),
            Self::of("ddmonyyyy", &[PaddedDay, ShortMonthName, Year]),
            Self::of("dd-mon-yy", &[PaddedDay, HYPHEN, ShortMonthName, HYPHEN, ShortYear]),
            Self::of("dd-mon-yyyy", &[PaddedDay, HYPHEN, ShortMonthName, HYPHEN, Year]),
            Self::of("d-mon-yy", &[Day, HYPHEN, ShortMonthName, HYPHEN, ShortYear]),
            Self::of("d-mon-yyyy", &[Day, HYPHEN, ShortMonthName, HYPHEN, Year]),
            Self::of("dd/mon/yyyy", &[PaddedDay, SLASH, ShortMonthName, SLASH, Year]),
            Self::of("yyyy-mon-dd", &[Year, HYPHEN, ShortMonthName, HYPHEN, PaddedDay]),
            Self::of("mon dd yy", &[ShortMonthName, SPACE, PaddedDay, SPACE, ShortYear]),
            Self::of("mon dd yyyy", &[ShortMonthName, SPACE, PaddedDay, SPACE, Year]),
            Self::of("mon dd, yy", &[ShortMonthName, SPACE, PaddedDay, COMMA, ShortYear]),
            Self::of("mon dd, yyyy", &[ShortMonthName, SPACE, PaddedDay, COMMA, Year]),
            Self::of("mon d yyyy", &[ShortMonthName, SPACE, Day, SPACE, Year]),
            Self::of("mon d, yyyy", &[ShortMonthName, SPACE, Day, COMMA, Year]),
            Self::of("mon. d, yyyy", &[AbbreviatedMonthName, SPACE, Day, COMMA, Year]),
            Self::of("d mon yy", &[Day, SPACE, ShortMonthName, SPACE, ShortYear]),
            Self::of("d mon yyyy", &[Day, SPACE, ShortMonthName, SPACE, Year]),
            Self::of("dd mon yyyy", &[PaddedDay, SPACE, ShortMonthName, SPACE, Year]),
            Self::of("d mon. yy", &[Day, SPACE, AbbreviatedMonthName, SPACE, ShortYear]),
            Self::of("d mon. yyyy", &[Day, SPACE, AbbreviatedMonthName, SPACE, Year]),
            Self::of("d month yy", &[Day, SPACE, MonthName, SPACE, ShortYear]),
            Self::of("d month yyyy", &[Day, SPACE, MonthName, SPACE, Year]),
            Self::of("d month, yyyy", &[Day, SPACE, MonthName, COMMA, Year]),
            Self::of("dd month yyyy", &[PaddedDay, SPACE, MonthName, SPACE, Year]),
            Self::of("d. month yyyy", &[Day, Text(". "), MonthName, SPACE, Year]),
            Self::of("dth month yyyy", &[OrdinalDay, SPACE, MonthName, SPACE, Year]),
            Self::of("dth of month yyyy", &[OrdinalDay, SPACE, Word("of"), SPACE, MonthName, SPACE, Year]),
            Self::of(
                "the dth of month, yyyy",
                &[Word("the"), SPACE, OrdinalDay, SPACE, Word("of"), SPACE, MonthName, COMMA, Year],
            ),
            Self::of("month d yyyy", &[MonthName, SPACE, Day, SPACE, Year]),
            Self::of("month d, yy", &[MonthName, SPACE, Day, COMMA, ShortYear]),
            Self::of("month d, yyyy", &[MonthName, SPACE, Day, COMMA, Year]),
            Self::of("month dth yyyy", &[MonthName, SPACE, OrdinalDay, SPACE, Year]),
            Self::of("month dth, yyyy", &[MonthName, SPACE, OrdinalDay, COMMA, Year]),
            Self::of("yyyy month d", &[Year, SPACE, MonthName, SPACE, Day]),
            Self::of("wkd d mon yyyy", &[ShortWeekdayName, SPACE, Day, SPACE, ShortMonthName, SPACE, Year]),
            Self::of(
                "wkd, dd mon yyyy",
                &[ShortWeekdayName, COMMA, PaddedDay, SPACE, ShortMonthName, SPACE, Year],
            ),
            Self::of("wkd, mon d, yyyy", &[ShortWeekdayName, COMMA, ShortMonthName, SPACE, Day, COMMA, Year]),
            Self::of("weekday, d month yyyy", &[WeekdayName, COMMA, Day, SPACE, MonthName, SPACE, Year]),
            Self::of("weekday d month yyyy", &[WeekdayName, SPACE, Day, SPACE, MonthName, SPACE, Year]),
            Self::of("weekday, month d, yyyy", &[WeekdayName, COMMA, MonthName, SPACE, Day, COMMA, Year]),
            Self::of(
                "weekday, month dth, yyyy",
                &[WeekdayName, COMMA, MonthName, SPACE, OrdinalDay, COMMA, Year],
            ),
            Self::of("yyyy年m月d日", &[Year, NIAN, Month, YUE, Day, ChineseDayUnit]),
            Self::of("yyyy年mm月dd日", &[Year, NIAN, PaddedMonth, YUE, PaddedDay, ChineseDayUnit]),
            Self::of("yy年m月d日", &[ShortYear, NIAN, Month, YUE, Day, ChineseDayUnit]),
            Self::of(
                "yyyy 年 m 月 d 日",
                &[Year, SPACED_NIAN, Month, SPACED_YUE, Day, SPACE, ChineseDayUnit],
            ),
            Self::of(
                "yyyy 年 mm 月 dd 日",
                &[Year, SPACED_NIAN, PaddedMonth, SPACED_YUE, PaddedDay, SPACE, ChineseDayUnit],
            ),
            Self::of(
                "yy 年 m 月 d 日",
                &[ShortYear, SPACED_NIAN, Month, SPACED_YUE, Day, SPACE, ChineseDayUnit],
            ),
            Self::of("yyyy年 m月 d日", &[Year, Text("年 "), Month, Text("月 "), Day, ChineseDayUnit]),
            Self::of(
                "numerals with 〇",
                &[ChineseYear("〇"), NIAN, ChineseMonth, YUE, ChineseDay, ChineseDayUnit],
            ),
            Self::of(
                "numerals with 零",
                &[ChineseYear("零"), NIAN, ChineseMonth, YUE, ChineseDay, ChineseDayUnit],
            ),
            Self::of(
                "numerals with 〇, spaced",
                &[
                    ChineseYear("〇"),
                    SPACED_NIAN,
                    ChineseMonth,
                    SPACED_YUE,
                    ChineseDay,
                    SPACE,
                    ChineseDayUnit,
                ],
            ),
            Self::of("yyyy年m月d日 weekday", &[Year, NIAN, Month, YUE, Day, ChineseDayUnit, ChineseWeekday]),
            Self::of(
                "yyyy年m月d日, weekday apart",
                &[Year, NIAN, Month, YUE, Day, ChineseDayUnit, SPACE, ChineseWeekday],
            ),
            Self::of(
                "yyyy年m月d日(weekday)",
                &[Year, NIAN, Month, YUE, Day, ChineseDayUnit, Text("("), ChineseWeekday, Text(")")],
            ),
            Self::of(
                "yyyy 年 m 月 d 日 weekday",
                &[Year, SPACED_NIAN, Month, SPACED_YUE, Day, SPACE, ChineseDayUnit, SPACE, ChineseWeekday],
            ),
        ]
    };

    const fn of(name: &'static str, parts: &'static [Part]) -> Self {
        Self { name, parts, writes: Writes::Any }
    }

    const fn after_the_twelfth(name: &'static str, parts: &'static [Part]) -> Self {
        Self { name, parts, writes: Writes::AfterTheTwelfth }
    }

    /// A short pattern that tells the spellings apart, without capitals: `mm/dd/yy`. It never changes, so
    /// figures per spelling can be kept under it.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Whether `date` is read in this spelling as what it is: `05/13/2014` has no month 13, but `05/04/2014` is read
    /// with the month first and therefore no spelling of 5 April.
    pub fn can_write(self, date: Date) -> bool {
        self.writes == Writes::Any || date.day() > 12
    }

    /// The text of `date` and where its fields stand in it.
    pub(super) fn write(self, date: Date, style: Style) -> (String, Alignment) {
        let mut writer = Writer::new(date, style);
        for &part in self.parts {
            writer.part(part);
        }
        writer.finish()
    }
}
