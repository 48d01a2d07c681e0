//! From the parts of a spelling to text, with the place of every field in it.

use std::ops::Range;

use super::part::Part;
use super::time::Before;
use super::{Alignment, ChineseDayUnit, ChineseSunday, ChineseWeek, Date, Field, ShortSeptember, Style};

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
const SEPTEMBER: usize = 9;
const SUNDAY: usize = 6;
/// The short form of a month's or weekday's name is this many letters of it.
const SHORT: usize = 3;

/// Digits from 1 on. For 0 there are two characters, 〇 and 零.
const CHINESE_DIGITS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A text that grows part by part.
pub(super) struct Writer {
    date: Date,
    style: Style,
    text: String,
    /// Characters in `text`, which are what the alignment counts in.
    characters: usize,
    alignment: Alignment,
    before: Before,
}

impl Writer {
    pub(super) fn new(date: Date, style: Style) -> Self {
        let (text, alignment) = (String::new(), Alignment::nothing());
        Self { date, style, text, characters: 0, alignment, before: Before::Latin }
    }

    pub(super) fn part(&mut self, part: Part) {
        use Field::{Day, Month, Year};
        let Self { date, style, .. } = *self;
        let (year, month, day) = (date.year(), date.month(), date.day());
        let weekday_name = WEEKDAYS[date.weekday()];
        match part {
            Part::Text(text) => self.unaligned(text),
            Part::Word(word) => self.unaligned(&style.words.apply(word)),
            Part::Year => self.digits(Year, &year.to_string()),
            Part::ShortYear => self.digits(Year, &format!("{:02}", year % 100)),
            Part::ChineseYear(zero) => self.digits(Year, &chinese_digits(year, zero)),
            Part::Month => self.digits(Month, &month.to_string()),
            Part::PaddedMonth => self.digits(Month, &format!("{month:02}")),
            Part::MonthName => self.whole(Month, &style.names.apply(MONTHS[month - 1])),
            Part::ShortMonthName => self.whole(Month, &style.names.apply(short_month(month, style))),
            Part::AbbreviatedMonthName => {
                self.whole(Month, &style.names.apply(short_month(month, style)));
                if short_month(month, style) != MONTHS[month - 1] {
                    self.unaligned(".");
                }
            }
            Part::ChineseMonth => self.whole(Month, &chinese_number(month)),
            Part::Day => self.digits(Day, &day.to_string()),
            Part::PaddedDay => self.digits(Day, &format!("{day:02}")),
            Part::OrdinalDay => {
                self.digits(Day, &day.to_string());
                self.unaligned(&style.words.apply(ordinal_ending(day)));
            }
            Part::ChineseDay => self.whole(Day, &chinese_number(day)),
            Part::ChineseDayUnit => {
                self.before = Before::Chinese;
                self.unaligned(match style.day_unit {
                    ChineseDayUnit::Ri => "日",
                    ChineseDayUnit::Hao => "号",
                });
            }
            Part::WeekdayName => self.unaligned(&style.names.apply(weekday_name)),
            Part::ShortWeekdayName => self.unaligned(&style.names.apply(&weekday_name[..SHORT])),
            Part::ChineseWeekday => {
                self.unaligned(match style.week {
                    ChineseWeek::Xingqi => "星期",
                    ChineseWeek::Zhou => "周",
                });
                self.unaligned(match (date.weekday(), style.sunday) {
                    (SUNDAY, ChineseSunday::Ri) => "日",
                    (SUNDAY, ChineseSunday::Tian) => "天",
                    (weekday, _) => CHINESE_DIGITS[weekday],
                });
            }
        }
    }

    /// The text, with its time of day, and the alignment.
    pub(super) fn finish(mut self) -> (String, Alignment) {
        if let Some(time) = self.style.time {
            let before = if self.text == self.date.to_string() { Before::Iso } else { self.before };
            self.unaligned(&time.write(before, self.style.words));
        }
        (self.text, self.alignment)
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

/// The short name of a month, from 1 to 12.
fn short_month(month: usize, style: Style) -> &'static str {
    let letters =
        if month == SEPTEMBER && style.september == ShortSeptember::Sept { SHORT + 1 } else { SHORT };
    &MONTHS[month - 1][..letters]
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
