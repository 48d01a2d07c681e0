//! What is to be said beside an answer: the models answer whatever was typed.

use jiff::civil;
use serde::Serialize;

/// The first and the last year that the models know.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2049;

/// Why a date should not be taken at its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Note {
    /// A year was typed or written that is not from 1950 to 2049.
    UnknownYear,
    /// What was typed or written is no day of the calendar.
    NoSuchDay,
}

impl Note {
    /// Of the output for a text. Where both notes fit, the year: to a model `1776` is some year that it knows.
    pub fn of(text: &str, output: &str) -> Option<Self> {
        let numbers = numbers(text);
        let mut years = numbers.iter().filter_map(Number::year).peekable();
        if years.peek().is_some() && !years.any(|year| YEARS.contains(&year)) {
            return Some(Self::UnknownYear);
        }
        let typed_none = numbers.windows(3).any(|three| is_no_day([&three[0], &three[1], &three[2]]));
        match day_of(output) {
            None => Some(Self::NoSuchDay),
            Some(_) if typed_none => Some(Self::NoSuchDay),
            Some(day) => (!YEARS.contains(&day.year())).then_some(Self::UnknownYear),
        }
    }
}

/// The day that an output in the form `YYYY-MM-DD` names.
fn day_of(output: &str) -> Option<civil::Date> {
    let is_written = output.len() == 10
        && output.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |place| output.get(place).filter(|_| is_written);
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A run of digits in a text.
#[derive(Debug)]
struct Number {
    value: i32,
    digits: usize,
    /// The character behind it.
    after: Option<char>,
}

impl Number {
    /// A number of four digits, the first four of eight, or however many stand before 年, but not the two digits that
    /// are short for one year only.
    fn year(&self) -> Option<i16> {
        let is_year = self.digits == 4 || self.after == Some('年') && self.digits > 2;
        let value = if self.digits == 8 { self.value / 10_000 } else { self.value };
        (is_year || self.digits == 8).then(|| i16::try_from(value).unwrap_or(i16::MAX))
    }
}

/// The numbers of a text: in ASCII or full-width digits, and years in Chinese digits, one by one.
fn numbers(text: &str) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    let mut goes_on = false;
    for character in text.chars() {
        let digit = digit(character);
        match (digit, numbers.last_mut().filter(|_| goes_on)) {
            (Some(digit), Some(number)) => {
                number.value = number.value.saturating_mul(10).saturating_add(digit);
                number.digits += 1;
            }
            (Some(value), None) => numbers.push(Number { value, digits: 1, after: None }),
            (None, Some(number)) if !character.is_whitespace() => number.after = Some(character),
            // In 2021 年 the unit stands behind a space.
            (None, None) if !character.is_whitespace() => {
                if let Some(number) = numbers.last_mut().filter(|number| number.after.is_none()) {
                    number.after = Some(character);
                }
            }
            (None, _) => {}
        }
        goes_on = digit.is_some();
    }
    numbers
}

fn digit(character: char) -> Option<i32> {
    let ascii = match character {
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0'))?,
        '〇' | '○' | '零' => '0',
        _ => character,
    };
    let chinese = "一二三四五六七八九".chars().position(|digit| digit == ascii).map(|place| place as u32 + 1);
    ascii.to_digit(10).or(chinese).map(|digit| digit as i32)
}

/// Whether three numbers with the same mark between two are no day, in whatever order they are read: 13/25/2010, 31.4.2020.
fn is_no_day(numbers: [&Number; 3]) -> bool {
    let [first, second, third] = numbers;
    let marked =
        matches!(first.after, Some('/' | '.' | '-' | '／' | '．' | '－')) && first.after == second.after;
    let day = |year: &Number, month: &Number, day: &Number| {
        civil::Date::new(year.value as i16, month.value as i8, day.value as i8).is_ok()
    };
    let short = |number: &Number| number.digits <= 2;
    marked
        && match (first.digits, third.digits) {
            (4, _) if short(second) && short(third) => !day(first, second, third),
            (_, 4) if short(first) && short(second) => {
                !day(third, first, second) && !day(third, second, first)
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[track_caller]
    fn assert_noted(text: &str, output: &str, expected: Option<Note>) {
        assert_eq!(Note::of(text, output), expected, "{text:?} to {output:?}");
    }

    #[test]
    fn a_year_that_no_model_knows_is_noted_however_it_is_written() {
        for text in [
            "July 4, 1776",
            "4/7/1776",
            "1776-07-04",
            "17760704",
            "1776年7月4日",
            "1776 年 7 月 4 日",
            "一七七六年七月四日",
        ] {
            assert_noted(text, "1976-07-04", Some(Note::UnknownYear));
        }
        assert_noted("5 April 2050", "2050-04-05", Some(Note::UnknownYear));
        assert_noted("5 April 1949", "1949-04-05", Some(Note::UnknownYear));
        assert_noted("公元800年4月5日", "2000-04-05", Some(Note::UnknownYear));
        assert_noted("１７７６年７月４日", "1976-07-04", Some(Note::UnknownYear));
        assert_noted("5 April 21", "2121-04-05", Some(Note::UnknownYear));
    }

    #[test]
    fn what_is_no_day_is_noted_whether_it_was_typed_or_written() {
        assert_noted("29 February 2023", "2023-02-29", Some(Note::NoSuchDay));
        assert_noted("13/25/2010", "2010-03-13", Some(Note::NoSuchDay));
        assert_noted("31.4.2020", "2020-04-13", Some(Note::NoSuchDay));
        assert_noted("2023-02-29", "2023-02-28", Some(Note::NoSuchDay));
        assert_noted("2021-13-01", "2021-01-13", Some(Note::NoSuchDay));
        for output in ["", "2021-04", "2021-00-15", "22222-11-12", "2021-04-055", "年"] {
            assert_noted("4/5/21", output, Some(Note::NoSuchDay));
        }
    }

    #[test]
    fn a_day_that_the_models_know_has_no_note() {
        for text in [
            "5 April 2021",
            "4/5/21",
            "05.04.2021 10:30:00",
            "2021-04-05 1030",
            "2021年4月5日",
            "二〇二一年四月五日",
            "20210405",
            "21年4月5日",
            "040521",
            "31/12/2021",
            "12/31/2021",
            "tomorrow",
            "",
        ] {
            assert_noted(text, "2021-04-05", None);
        }
        assert_noted("1/1/1950", "1950-01-01", None);
        assert_noted("31.12.2049", "2049-12-31", None);
        assert_noted("29 February 2024", "2024-02-29", None);
    }
}
