//! How dates are written: every spelling as a row of parts, and the parts' way to text.

use std::ops::Range;

use rand::{Rng, RngExt};

use super::{Alignment, Date, Field};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const SUNDAY: usize = 6;
/// The short form of a month's or weekday's name is this many letters of it.
const SHORT: usize = 3;

/// Digits from 1 on. For 0 there are two characters, 〇 and 零.
const CHINESE_DIGITS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// One way to write a date. Which letters are capitals is left to the [`Style`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    name: &'static str,
    parts: &'static [Part],
}

/// One piece of a spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
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
    /// Monday
    WeekdayName,
    /// Mon
    ShortWeekdayName,
    /// 星期一
    ChineseWeekday,
}

impl Spelling {
    /// Every spelling. Slashes put the month first, hyphens and full stops the day first, unless the year leads;
    /// six digits in a row are month, day, year.
    pub const ALL: [Self; 35] = {
        use Part::{
            ChineseDay, ChineseMonth, ChineseWeekday, ChineseYear, Day, Month, MonthName, OrdinalDay,
            PaddedDay, PaddedMonth, ShortMonthName, ShortWeekdayName, ShortYear, Text, WeekdayName, Word,
            Year,
        };
        [
            Self::of("ddmonyyyy", &[PaddedDay, ShortMonthName, Year]),
            Self::of("mmddyy", &[PaddedMonth, PaddedDay, ShortYear]),
            Self::of("mm/dd/yy", &[PaddedMonth, Text("/"), PaddedDay, Text("/"), ShortYear]),
            Self::of("mm/dd/yyyy", &[PaddedMonth, Text("/"), PaddedDay, Text("/"), Year]),
            Self::of("m/d/yyyy", &[Month, Text("/"), Day, Text("/"), Year]),
            Self::of("m/d/yy", &[Month, Text("/"), Day, Text("/"), ShortYear]),
            Self::of("dd-mm-yyyy", &[PaddedDay, Text("-"), PaddedMonth, Text("-"), Year]),
            Self::of("d-m-yyyy", &[Day, Text("-"), Month, Text("-"), Year]),
            Self::of("mon dd yy", &[ShortMonthName, Text(" "), PaddedDay, Text(" "), ShortYear]),
            Self::of("mon dd yyyy", &[ShortMonthName, Text(" "), PaddedDay, Text(" "), Year]),
            Self::of("mon dd, yy", &[ShortMonthName, Text(" "), PaddedDay, Text(", "), ShortYear]),
            Self::of("mon dd, yyyy", &[ShortMonthName, Text(" "), PaddedDay, Text(", "), Year]),
            Self::of("dd.mm.yyyy", &[PaddedDay, Text("."), PaddedMonth, Text("."), Year]),
            Self::of("d.m.yyyy", &[Day, Text("."), Month, Text("."), Year]),
            Self::of("yyyy.mm.dd", &[Year, Text("."), PaddedMonth, Text("."), PaddedDay]),
            Self::of("yyyy.m.d", &[Year, Text("."), Month, Text("."), Day]),
            Self::of("yyyymmdd", &[Year, PaddedMonth, PaddedDay]),
            Self::of("yyyy-m-d", &[Year, Text("-"), Month, Text("-"), Day]),
            Self::of("yyyy-mm-dd", &[Year, Text("-"), PaddedMonth, Text("-"), PaddedDay]),
            Self::of("yyyy/m/d", &[Year, Text("/"), Month, Text("/"), Day]),
            Self::of("yyyy/mm/dd", &[Year, Text("/"), PaddedMonth, Text("/"), PaddedDay]),
            Self::of("d mon yyyy", &[Day, Text(" "), ShortMonthName, Text(" "), Year]),
            Self::of("d month yyyy", &[Day, Text(" "), MonthName, Text(" "), Year]),
            Self::of("month d, yyyy", &[MonthName, Text(" "), Day, Text(", "), Year]),
            Self::of("month dth, yyyy", &[MonthName, Text(" "), OrdinalDay, Text(", "), Year]),
            Self::of(
                "dth of month yyyy",
                &[OrdinalDay, Text(" "), Word("of"), Text(" "), MonthName, Text(" "), Year],
            ),
            Self::of(
                "wkd d mon yyyy",
                &[ShortWeekdayName, Text(" "), Day, Text(" "), ShortMonthName, Text(" "), Year],
            ),
            Self::of(
                "weekday, d month yyyy",
                &[WeekdayName, Text(", "), Day, Text(" "), MonthName, Text(" "), Year],
            ),
            Self::of(
                "weekday, month d, yyyy",
                &[WeekdayName, Text(", "), MonthName, Text(" "), Day, Text(", "), Year],
            ),
            Self::of("yyyy年m月d日", &[Year, Text("年"), Month, Text("月"), Day, Text("日")]),
            Self::of("yyyy年mm月dd日", &[Year, Text("年"), PaddedMonth, Text("月"), PaddedDay, Text("日")]),
            Self::of("yy年m月d日", &[ShortYear, Text("年"), Month, Text("月"), Day, Text("日")]),
            Self::of(
                "numerals with 〇",
                &[ChineseYear("〇"), Text("年"), ChineseMonth, Text("月"), ChineseDay, Text("日")],
            ),
            Self::of(
                "numerals with 零",
                &[ChineseYear("零"), Text("年"), ChineseMonth, Text("月"), ChineseDay, Text("日")],
            ),
            Self::of(
                "yyyy年m月d日 weekday",
                &[Year, Text("年"), Month, Text("月"), Day, Text("日"), ChineseWeekday],
            ),
        ]
    };

    const fn of(name: &'static str, parts: &'static [Part]) -> Self {
        Self { name, parts }
    }

    /// A short pattern that tells the spellings apart, without capitals: `mm/dd/yy`. It never changes, so
    /// figures per spelling can be kept under it.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The text of `date` and where its fields stand in it.
    pub(super) fn write(self, date: Date, style: Style) -> (String, Alignment) {
        let mut writer = Writer { text: String::new(), characters: 0, alignment: Alignment::nothing() };
        for &part in self.parts {
            writer.part(part, date, style);
        }
        (writer.text, writer.alignment)
    }
}

/// What a spelling leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Letters of month and weekday names.
    pub names: LetterCase,
    /// Letters of the words that are no names: `of` and the endings of ordinals. Apart from the names, because
    /// people write `5th of APRIL` and `5TH OF APRIL`.
    pub words: LetterCase,
    /// The character of Sunday after 星期.
    pub sunday: ChineseSunday,
}

/// `APRIL`, `april` or `April`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterCase {
    /// All capitals.
    Upper,
    /// No capitals.
    Lower,
    /// One capital, at the start.
    Title,
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
    /// Each choice uniform.
    pub(super) fn random(rng: &mut impl Rng) -> Self {
        let names = LetterCase::ALL[rng.random_range(0..LetterCase::ALL.len())];
        let words = LetterCase::ALL[rng.random_range(0..LetterCase::ALL.len())];
        let sunday = if rng.random() { ChineseSunday::Ri } else { ChineseSunday::Tian };
        Self { names, words, sunday }
    }
}

impl Default for Style {
    /// As in a book: `5th of April 2021`, 星期日.
    fn default() -> Self {
        Self { names: LetterCase::Title, words: LetterCase::Lower, sunday: ChineseSunday::Ri }
    }
}

impl LetterCase {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Upper, Self::Lower, Self::Title];

    /// `word` in ASCII letters.
    fn apply(self, word: &str) -> String {
        match self {
            Self::Upper => word.to_ascii_uppercase(),
            Self::Lower => word.to_ascii_lowercase(),
            Self::Title => {
                let (first, rest) = word.split_at(1);
                first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
            }
        }
    }
}

struct Writer {
    text: String,
    /// Characters in `text`, which are what the alignment counts in.
    characters: usize,
    alignment: Alignment,
}

impl Writer {
    fn part(&mut self, part: Part, date: Date, style: Style) {
        use Field::{Day, Month, Year};
        let (year, month, day) = (date.year(), date.month(), date.day());
        let month_name = MONTHS[month - 1];
        let weekday_name = WEEKDAYS[date.weekday()];
        match part {
            Part::Text(text) => self.unaligned(text),
            Part::Word(word) => self.unaligned(&style.words.apply(word)),
            Part::Year => self.digits(Year, &year.to_string()),
            Part::ShortYear => self.digits(Year, &format!("{:02}", year % 100)),
            Part::ChineseYear(zero) => self.digits(Year, &chinese_digits(year, zero)),
            Part::Month => self.digits(Month, &month.to_string()),
            Part::PaddedMonth => self.digits(Month, &format!("{month:02}")),
            Part::MonthName => self.whole(Month, &style.names.apply(month_name)),
            Part::ShortMonthName => self.whole(Month, &style.names.apply(&month_name[..SHORT])),
            Part::ChineseMonth => self.whole(Month, &chinese_number(month)),
            Part::Day => self.digits(Day, &day.to_string()),
            Part::PaddedDay => self.digits(Day, &format!("{day:02}")),
            Part::OrdinalDay => {
                self.digits(Day, &day.to_string());
                self.unaligned(&style.words.apply(ordinal_ending(day)));
            }
            Part::ChineseDay => self.whole(Day, &chinese_number(day)),
            Part::WeekdayName => self.unaligned(&style.names.apply(weekday_name)),
            Part::ShortWeekdayName => self.unaligned(&style.names.apply(&weekday_name[..SHORT])),
            Part::ChineseWeekday => {
                self.unaligned("星期");
                self.unaligned(match (date.weekday(), style.sunday) {
                    (SUNDAY, ChineseSunday::Ri) => "日",
                    (SUNDAY, ChineseSunday::Tian) => "天",
                    (weekday, _) => CHINESE_DIGITS[weekday],
                });
            }
        }
    }

    fn unaligned(&mut self, text: &str) {
        self.push(text);
    }

    fn digits(&mut self, field: Field, text: &str) {
        let span = self.push(text);
        self.alignment.set_digits(field, span);
    }

    fn whole(&mut self, field: Field, text: &str) {
        let span = self.push(text);
        self.alignment.set_whole(field, span);
    }

    fn push(&mut self, text: &str) -> Range<usize> {
        let start = self.characters;
        self.text.push_str(text);
        self.characters += text.chars().count();
        start..self.characters
    }
}

/// Of a day of the month.
fn ordinal_ending(day: usize) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

/// Digit by digit, as years are read: 2021 is 二〇二一.
fn chinese_digits(number: usize, zero: &'static str) -> String {
    let digit = |place| match number / place % 10 {
        0 => zero,
        digit => CHINESE_DIGITS[digit - 1],
    };
    [1000, 100, 10, 1].map(digit).concat()
}

/// From 1 to 99 as months and days are read: 十, 十一, 二十, 二十一.
fn chinese_number(number: usize) -> String {
    let tens = match number / 10 {
        0 => String::new(),
        1 => "十".to_string(),
        tens => format!("{}十", CHINESE_DIGITS[tens - 1]),
    };
    match number % 10 {
        0 => tens,
        units => tens + CHINESE_DIGITS[units - 1],
    }
}
