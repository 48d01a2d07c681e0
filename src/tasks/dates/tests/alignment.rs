//! Which characters of the source each digit of the date comes from.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

/// `digits` says for each digit of the output where in `source` it comes from, as `start:text`.
#[track_caller]
fn assert_aligned(name: &str, iso: &str, source: &str, digits: [&str; 8]) {
    let example = example(name, iso);
    assert_eq!(example.source, source);
    let characters: Vec<char> = source.chars().collect();
    let places = [0, 1, 2, 3, 5, 6, 8, 9];
    let found = places.map(|output| {
        let span = example.alignment.source_of(output).unwrap();
        let text: String = characters[span.clone()].iter().collect();
        format!("{}:{text}", span.start)
    });
    assert_eq!(found, digits);
    assert_eq!(example.alignment.source_of(4), None);
    assert_eq!(example.alignment.source_of(7), None);
    assert_eq!(example.alignment.source_of(10), None);
}

#[test]
fn digits_come_from_the_digits_that_stand_there() {
    assert_aligned(
        "mmddyy",
        "2021-04-05",
        "040521",
        ["4:21", "4:21", "4:2", "5:1", "0:0", "1:4", "2:0", "3:5"],
    );
    assert_aligned(
        "yyyymmdd",
        "2021-04-05",
        "20210405",
        ["0:2", "1:0", "2:2", "3:1", "4:0", "5:4", "6:0", "7:5"],
    );
    assert_aligned(
        "d-m-yyyy",
        "1999-11-30",
        "30-11-1999",
        ["6:1", "7:9", "8:9", "9:9", "3:1", "4:1", "0:3", "1:0"],
    );
}

#[test]
fn digits_that_do_not_stand_there_come_from_the_whole_field() {
    assert_aligned(
        "m/d/yy",
        "2021-04-05",
        "4/5/21",
        ["4:21", "4:21", "4:2", "5:1", "0:4", "0:4", "2:5", "2:5"],
    );
}

#[test]
fn a_month_comes_from_its_name_and_a_day_from_the_digits_of_its_ordinal() {
    assert_aligned(
        "dth of month yyyy",
        "2021-04-05",
        "5th of April 2021",
        ["13:2", "14:0", "15:2", "16:1", "7:April", "7:April", "0:5", "0:5"],
    );
    assert_aligned(
        "ddmonyyyy",
        "2021-04-15",
        "15Apr2021",
        ["5:2", "6:0", "7:2", "8:1", "2:Apr", "2:Apr", "0:1", "1:5"],
    );
}

#[test]
fn weekdays_move_the_spans_and_are_the_source_of_nothing() {
    assert_aligned(
        "weekday, month d, yyyy",
        "2021-04-05",
        "Monday, April 5, 2021",
        ["17:2", "18:0", "19:2", "20:1", "8:April", "8:April", "14:5", "14:5"],
    );
    assert_aligned(
        "yyyy年m月d日 weekday",
        "2021-04-05",
        "2021年4月5日星期一",
        ["0:2", "1:0", "2:2", "3:1", "5:4", "5:4", "7:5", "7:5"],
    );
}

#[test]
fn chinese_years_go_digit_by_digit_and_chinese_months_and_days_whole() {
    assert_aligned(
        "numerals with 〇",
        "2021-10-31",
        "二〇二一年十月三十一日",
        ["0:二", "1:〇", "2:二", "3:一", "5:十", "5:十", "7:三十一", "7:三十一"],
    );
}

#[test]
fn spaces_stops_and_a_time_of_day_are_the_source_of_nothing() {
    assert_aligned(
        "yyyy 年 m 月 d 日",
        "2021-10-05",
        "2021 年 10 月 5 日",
        ["0:2", "1:0", "2:2", "3:1", "7:1", "8:0", "12:5", "12:5"],
    );
    assert_aligned(
        "d mon. yy",
        "2007-09-15",
        "15 Sep. 07",
        ["8:07", "8:07", "8:0", "9:7", "3:Sep", "3:Sep", "0:1", "1:5"],
    );
    assert_aligned(
        "dd/mm/yyyy",
        "2014-05-13",
        "13/05/2014",
        ["6:2", "7:0", "8:1", "9:4", "3:0", "4:5", "0:1", "1:3"],
    );
    let plain = example("yyyy-mm-dd", "2021-04-05");
    let time = TimeOfDay { hour: 10, minute: 30, second: 0, form: TimeForm::AfterT };
    let style = Style { time: Some(time), ..Style::default() };
    let timed = Example::new(plain.spelling, date("2021-04-05"), style);
    assert_eq!((&*timed.source, timed.alignment), ("2021-04-05T10:30", plain.alignment));
}

#[test]
fn a_look_counts_as_on_the_field_within_one_character_of_it() {
    let example = example("d month yyyy", "2021-04-05");
    assert_eq!(example.source, "5 April 2021");
    let seen =
        |output| (0..12).map(|source| example.alignment.is_on_field(output, source)).collect::<Vec<_>>();
    let on = |range: std::ops::Range<usize>| {
        (0..12).map(|source| Some(range.contains(&source))).collect::<Vec<_>>()
    };
    assert_eq!(seen(0), on(7..12));
    assert_eq!(seen(6), on(1..8));
    assert_eq!(seen(8), on(0..2));
    assert_eq!(seen(4), vec![None; 12]);
    assert_eq!(seen(10), vec![None; 12]);
}
