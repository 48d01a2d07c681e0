//! What each spelling writes.

use std::collections::BTreeSet;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

/// The most usual spellings, in the order of the tables below.
const USUAL: [&str; 35] = [
    "ddmonyyyy",
    "mmddyy",
    "mm/dd/yy",
    "mm/dd/yyyy",
    "m/d/yyyy",
    "m/d/yy",
    "dd-mm-yyyy",
    "d-m-yyyy",
    "mon dd yy",
    "mon dd yyyy",
    "mon dd, yy",
    "mon dd, yyyy",
    "dd.mm.yyyy",
    "d.m.yyyy",
    "yyyy.mm.dd",
    "yyyy.m.d",
    "yyyymmdd",
    "yyyy-m-d",
    "yyyy-mm-dd",
    "yyyy/m/d",
    "yyyy/mm/dd",
    "d mon yyyy",
    "d month yyyy",
    "month d, yyyy",
    "month dth, yyyy",
    "dth of month yyyy",
    "wkd d mon yyyy",
    "weekday, d month yyyy",
    "weekday, month d, yyyy",
    "yyyy年m月d日",
    "yyyy年mm月dd日",
    "yy年m月d日",
    "numerals with 〇",
    "numerals with 零",
    "yyyy年m月d日 weekday",
];

fn capitals() -> Style {
    Style {
        names: LetterCase::Upper,
        words: LetterCase::Upper,
        sunday: ChineseSunday::Tian,
        ..Style::default()
    }
}

#[track_caller]
fn assert_spelled(iso: &str, style: Style, expected: [&str; 35]) {
    let spelled = USUAL.map(|name| Example::new(spelling(name), date(iso), style).source);
    assert_eq!(spelled, expected);
}

#[test]
fn the_usual_spellings_of_5_april_2021() {
    let expected = [
        "05APR2021",
        "040521",
        "04/05/21",
        "04/05/2021",
        "4/5/2021",
        "4/5/21",
        "05-04-2021",
        "5-4-2021",
        "APR 05 21",
        "APR 05 2021",
        "APR 05, 21",
        "APR 05, 2021",
        "05.04.2021",
        "5.4.2021",
        "2021.04.05",
        "2021.4.5",
        "20210405",
        "2021-4-5",
        "2021-04-05",
        "2021/4/5",
        "2021/04/05",
        "5 APR 2021",
        "5 April 2021",
        "April 5, 2021",
        "April 5th, 2021",
        "5th of April 2021",
        "Mon 5 Apr 2021",
        "Monday, 5 April 2021",
        "Monday, April 5, 2021",
        "2021年4月5日",
        "2021年04月05日",
        "21年4月5日",
        "二〇二一年四月五日",
        "二零二一年四月五日",
        "2021年4月5日星期一",
    ];
    for (name, expected) in USUAL.into_iter().zip(expected) {
        let names = if expected.contains("APR") { LetterCase::Upper } else { LetterCase::Title };
        let style = Style { names, ..Style::default() };
        assert_eq!(Example::new(spelling(name), date("2021-04-05"), style).source, expected);
    }
    let upper = expected.map(str::to_uppercase);
    assert_spelled("2021-04-05", capitals(), upper.each_ref().map(String::as_str));
    let lower = expected.map(str::to_lowercase);
    let style = Style { names: LetterCase::Lower, ..Style::default() };
    assert_spelled("2021-04-05", style, lower.each_ref().map(String::as_str));
}

#[test]
fn the_usual_spellings_of_the_first_date_a_sunday() {
    assert_spelled(
        "1950-01-01",
        Style::default(),
        [
            "01Jan1950",
            "010150",
            "01/01/50",
            "01/01/1950",
            "1/1/1950",
            "1/1/50",
            "01-01-1950",
            "1-1-1950",
            "Jan 01 50",
            "Jan 01 1950",
            "Jan 01, 50",
            "Jan 01, 1950",
            "01.01.1950",
            "1.1.1950",
            "1950.01.01",
            "1950.1.1",
            "19500101",
            "1950-1-1",
            "1950-01-01",
            "1950/1/1",
            "1950/01/01",
            "1 Jan 1950",
            "1 January 1950",
            "January 1, 1950",
            "January 1st, 1950",
            "1st of January 1950",
            "Sun 1 Jan 1950",
            "Sunday, 1 January 1950",
            "Sunday, January 1, 1950",
            "1950年1月1日",
            "1950年01月01日",
            "50年1月1日",
            "一九五〇年一月一日",
            "一九五零年一月一日",
            "1950年1月1日星期日",
        ],
    );
}

#[test]
fn the_usual_spellings_of_the_last_date_in_capitals() {
    assert_spelled(
        "2049-12-31",
        capitals(),
        [
            "31DEC2049",
            "123149",
            "12/31/49",
            "12/31/2049",
            "12/31/2049",
            "12/31/49",
            "31-12-2049",
            "31-12-2049",
            "DEC 31 49",
            "DEC 31 2049",
            "DEC 31, 49",
            "DEC 31, 2049",
            "31.12.2049",
            "31.12.2049",
            "2049.12.31",
            "2049.12.31",
            "20491231",
            "2049-12-31",
            "2049-12-31",
            "2049/12/31",
            "2049/12/31",
            "31 DEC 2049",
            "31 DECEMBER 2049",
            "DECEMBER 31, 2049",
            "DECEMBER 31ST, 2049",
            "31ST OF DECEMBER 2049",
            "FRI 31 DEC 2049",
            "FRIDAY, 31 DECEMBER 2049",
            "FRIDAY, DECEMBER 31, 2049",
            "2049年12月31日",
            "2049年12月31日",
            "49年12月31日",
            "二〇四九年十二月三十一日",
            "二零四九年十二月三十一日",
            "2049年12月31日星期五",
        ],
    );
}

#[test]
fn the_usual_spellings_of_a_leap_day_in_a_year_of_zeros() {
    assert_spelled(
        "2000-02-29",
        Style { names: LetterCase::Lower, ..Style::default() },
        [
            "29feb2000",
            "022900",
            "02/29/00",
            "02/29/2000",
            "2/29/2000",
            "2/29/00",
            "29-02-2000",
            "29-2-2000",
            "feb 29 00",
            "feb 29 2000",
            "feb 29, 00",
            "feb 29, 2000",
            "29.02.2000",
            "29.2.2000",
            "2000.02.29",
            "2000.2.29",
            "20000229",
            "2000-2-29",
            "2000-02-29",
            "2000/2/29",
            "2000/02/29",
            "29 feb 2000",
            "29 february 2000",
            "february 29, 2000",
            "february 29th, 2000",
            "29th of february 2000",
            "tue 29 feb 2000",
            "tuesday, 29 february 2000",
            "tuesday, february 29, 2000",
            "2000年2月29日",
            "2000年02月29日",
            "00年2月29日",
            "二〇〇〇年二月二十九日",
            "二零零零年二月二十九日",
            "2000年2月29日星期二",
        ],
    );
}

#[test]
fn the_usual_spellings_of_a_day_and_month_of_tens() {
    assert_spelled(
        "1999-11-30",
        Style::default(),
        [
            "30Nov1999",
            "113099",
            "11/30/99",
            "11/30/1999",
            "11/30/1999",
            "11/30/99",
            "30-11-1999",
            "30-11-1999",
            "Nov 30 99",
            "Nov 30 1999",
            "Nov 30, 99",
            "Nov 30, 1999",
            "30.11.1999",
            "30.11.1999",
            "1999.11.30",
            "1999.11.30",
            "19991130",
            "1999-11-30",
            "1999-11-30",
            "1999/11/30",
            "1999/11/30",
            "30 Nov 1999",
            "30 November 1999",
            "November 30, 1999",
            "November 30th, 1999",
            "30th of November 1999",
            "Tue 30 Nov 1999",
            "Tuesday, 30 November 1999",
            "Tuesday, November 30, 1999",
            "1999年11月30日",
            "1999年11月30日",
            "99年11月30日",
            "一九九九年十一月三十日",
            "一九九九年十一月三十日",
            "1999年11月30日星期二",
        ],
    );
}

/// The other spellings: of 25 September 2021, and of 1 May 1950 in capitals where they can write it.
#[test]
fn every_other_spelling_of_a_saturday_and_of_a_monday() {
    let expected = [
        ("dd/mm/yy", "25/09/21", ""),
        ("dd/mm/yyyy", "25/09/2021", ""),
        ("d/m/yy", "25/9/21", ""),
        ("d/m/yyyy", "25/9/2021", ""),
        ("dd-mm-yy", "25-09-21", "01-05-50"),
        ("d-m-yy", "25-9-21", "1-5-50"),
        ("mm-dd-yyyy", "09-25-2021", ""),
        ("m-d-yyyy", "9-25-2021", ""),
        ("dd.mm.yy", "25.09.21", "01.05.50"),
        ("d.m.yy", "25.9.21", "1.5.50"),
        ("d. m. yyyy", "25. 9. 2021", "1. 5. 1950"),
        ("mm.dd.yyyy", "09.25.2021", ""),
        ("yyyy mm dd", "2021 09 25", "1950 05 01"),
        ("dd-mon-yy", "25-Sep-21", "01-MAY-50"),
        ("dd-mon-yyyy", "25-Sep-2021", "01-MAY-1950"),
        ("d-mon-yy", "25-Sep-21", "1-MAY-50"),
        ("d-mon-yyyy", "25-Sep-2021", "1-MAY-1950"),
        ("dd/mon/yyyy", "25/Sep/2021", "01/MAY/1950"),
        ("yyyy-mon-dd", "2021-Sep-25", "1950-MAY-01"),
        ("mon d yyyy", "Sep 25 2021", "MAY 1 1950"),
        ("mon d, yyyy", "Sep 25, 2021", "MAY 1, 1950"),
        ("mon. d, yyyy", "Sep. 25, 2021", "MAY 1, 1950"),
        ("d mon yy", "25 Sep 21", "1 MAY 50"),
        ("dd mon yyyy", "25 Sep 2021", "01 MAY 1950"),
        ("d mon. yy", "25 Sep. 21", "1 MAY 50"),
        ("d mon. yyyy", "25 Sep. 2021", "1 MAY 1950"),
        ("d month yy", "25 September 21", "1 MAY 50"),
        ("d month, yyyy", "25 September, 2021", "1 MAY, 1950"),
        ("dd month yyyy", "25 September 2021", "01 MAY 1950"),
        ("d. month yyyy", "25. September 2021", "1. MAY 1950"),
        ("dth month yyyy", "25th September 2021", "1ST MAY 1950"),
        ("the dth of month, yyyy", "the 25th of September, 2021", "THE 1ST OF MAY, 1950"),
        ("month d yyyy", "September 25 2021", "MAY 1 1950"),
        ("month d, yy", "September 25, 21", "MAY 1, 50"),
        ("month dth yyyy", "September 25th 2021", "MAY 1ST 1950"),
        ("yyyy month d", "2021 September 25", "1950 MAY 1"),
        ("wkd, dd mon yyyy", "Sat, 25 Sep 2021", "MON, 01 MAY 1950"),
        ("wkd, mon d, yyyy", "Sat, Sep 25, 2021", "MON, MAY 1, 1950"),
        ("weekday d month yyyy", "Saturday 25 September 2021", "MONDAY 1 MAY 1950"),
        ("weekday, month dth, yyyy", "Saturday, September 25th, 2021", "MONDAY, MAY 1ST, 1950"),
        ("yyyy 年 m 月 d 日", "2021 年 9 月 25 日", "1950 年 5 月 1 日"),
        ("yyyy 年 mm 月 dd 日", "2021 年 09 月 25 日", "1950 年 05 月 01 日"),
        ("yy 年 m 月 d 日", "21 年 9 月 25 日", "50 年 5 月 1 日"),
        ("yyyy年 m月 d日", "2021年 9月 25日", "1950年 5月 1日"),
        ("numerals with 〇, spaced", "二〇二一 年 九 月 二十五 日", "一九五〇 年 五 月 一 日"),
        ("yyyy年m月d日, weekday apart", "2021年9月25日 星期六", "1950年5月1日 星期一"),
        ("yyyy年m月d日(weekday)", "2021年9月25日(星期六)", "1950年5月1日(星期一)"),
        ("yyyy 年 m 月 d 日 weekday", "2021 年 9 月 25 日 星期六", "1950 年 5 月 1 日 星期一"),
    ];
    let names: BTreeSet<&str> = USUAL.into_iter().chain(expected.map(|(name, _, _)| name)).collect();
    assert_eq!(names, Spelling::ALL.iter().map(|spelling| spelling.name()).collect());
    let (saturday, monday) = (date("2021-09-25"), date("1950-05-01"));
    for (name, of_saturday, of_monday) in expected {
        assert_eq!(Example::new(spelling(name), saturday, Style::default()).source, of_saturday);
        assert_eq!(spelling(name).can_write(monday), !of_monday.is_empty(), "{name}");
        if !of_monday.is_empty() {
            assert_eq!(Example::new(spelling(name), monday, capitals()).source, of_monday);
        }
    }
}

#[test]
fn the_month_leads_behind_slashes_unless_there_is_no_such_month() {
    let can_write = |name: &str, iso: &str| spelling(name).can_write(date(iso));
    for day in 1..=31 {
        let iso = format!("2014-05-{day:02}");
        assert!(can_write("mm/dd/yyyy", &iso) && can_write("dd-mm-yyyy", &iso));
        assert_eq!(can_write("dd/mm/yyyy", &iso), day > 12, "{iso}");
        assert_eq!(can_write("mm-dd-yyyy", &iso), day > 12, "{iso}");
    }
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let mut day_first = 0;
    for _ in 0..5_000 {
        let example = Example::random(Split::Train, &mut rng);
        if example.spelling == spelling("dd/mm/yyyy") {
            day_first += 1;
            assert!(example.target[8..] > *"12", "{example:?}");
        }
    }
    assert!(day_first > 30);
}

#[test]
fn september_has_two_short_names_and_may_has_no_stop() {
    let spelled = |name, iso, september| {
        let style = Style { september, ..Style::default() };
        Example::new(spelling(name), date(iso), style).source
    };
    use ShortSeptember::{Sep, Sept};
    assert_eq!(spelled("d mon. yy", "2007-09-05", Sept), "5 Sept. 07");
    assert_eq!(spelled("d mon. yy", "2007-09-05", Sep), "5 Sep. 07");
    assert_eq!(spelled("mon dd, yyyy", "2007-09-05", Sept), "Sept 05, 2007");
    assert_eq!(spelled("d mon. yy", "2007-10-05", Sept), "5 Oct. 07");
    assert_eq!(spelled("d mon. yy", "2007-05-05", Sept), "5 May 07");
}

#[test]
fn chinese_days_and_weeks_have_two_names() {
    let style = Style { day_unit: ChineseDayUnit::Hao, week: ChineseWeek::Zhou, ..Style::default() };
    let spelled = |name| Example::new(spelling(name), date("2021-04-11"), style).source;
    assert_eq!(spelled("yyyy年m月d日 weekday"), "2021年4月11号周日");
    assert_eq!(spelled("yyyy 年 m 月 d 日"), "2021 年 4 月 11 号");
}

#[test]
fn every_form_of_a_time_of_day() {
    let spelled = |name, hour, words, form| {
        let style =
            Style { words, time: Some(TimeOfDay { hour, minute: 5, second: 7, form }), ..Style::default() };
        Example::new(spelling(name), date("2021-04-05"), style).source
    };
    let lower = |name, hour| TimeForm::ALL.map(|form| spelled(name, hour, LetterCase::Lower, form));
    assert_eq!(
        lower("yyyy-mm-dd", 9).map(|text| text.replacen("2021-04-05", "", 1)),
        [
            " 9:05",
            " 09:05",
            " 09:05:07",
            ", 9:05",
            " at 9:05",
            "T09:05",
            "T09:05:07",
            "T09:05:07Z",
            " 9:05 am",
            " at 9:05 am",
            " 9:05am",
            " at 9 am",
        ]
    );
    assert_eq!(
        lower("d month yyyy", 13).map(|text| text.replacen("5 April 2021", "", 1)),
        [
            " 13:05",
            " 13:05",
            " 13:05:07",
            ", 13:05",
            " at 13:05",
            " 13:05",
            " 13:05:07",
            " 13:05:07",
            " 1:05 pm",
            " at 1:05 pm",
            " 1:05pm",
            " at 1 pm",
        ]
    );
    assert_eq!(
        lower("yyyy年m月d日", 0).map(|text| text.replacen("2021年4月5日", "", 1)),
        [
            " 0:05",
            " 00:05",
            " 00:05:07",
            " 0:05",
            "0:05",
            " 00:05",
            " 00:05:07",
            " 00:05:07",
            " 上午12:05",
            "上午12:05",
            " 0时5分",
            "上午12点",
        ]
    );
    let capitals = |hour, form| spelled("m/d/yy", hour, LetterCase::Upper, form);
    assert_eq!(capitals(12, TimeForm::AtHalfDay), "4/5/21 AT 12:05 PM");
    assert_eq!(capitals(11, TimeForm::CloseHalfDay), "4/5/21 11:05AM");
}

#[test]
fn ordinals_end_as_they_are_read() {
    let spelled: Vec<String> = (1..=31)
        .map(|day| {
            let date = Date::new(2021, 7, day).unwrap();
            Example::new(spelling("dth of month yyyy"), date, Style::default()).source
        })
        .map(|source| source.replace(" of July 2021", ""))
        .collect();
    let expected = "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th 19th 20th \
                    21st 22nd 23rd 24th 25th 26th 27th 28th 29th 30th 31st";
    assert_eq!(spelled.join(" "), expected);
}

#[test]
fn days_in_chinese_numerals_count_in_tens() {
    let spelled: Vec<String> = (1..=31)
        .map(|day| {
            let date = Date::new(2021, 10, day).unwrap();
            Example::new(spelling("numerals with 〇"), date, Style::default()).source
        })
        .map(|source| source.replace("二〇二一年十月", "").replace('日', ""))
        .collect();
    let expected = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十 \
                    二十一 二十二 二十三 二十四 二十五 二十六 二十七 二十八 二十九 三十 三十一";
    assert_eq!(spelled.join(" "), expected);
}

#[test]
fn chinese_weekdays_count_from_monday_and_sunday_has_two_names() {
    let weekday = |day, sunday| {
        let style = Style { sunday, ..Style::default() };
        let date = Date::new(2021, 4, day).unwrap();
        Example::new(spelling("yyyy年m月d日 weekday"), date, style).source.chars().last().unwrap()
    };
    let week: String = (5..=11).map(|day| weekday(day, ChineseSunday::Ri)).collect();
    assert_eq!(week, "一二三四五六日");
    let week: String = (5..=11).map(|day| weekday(day, ChineseSunday::Tian)).collect();
    assert_eq!(week, "一二三四五六天");
}

#[test]
fn words_that_are_no_names_have_a_case_of_their_own() {
    let style = Style { names: LetterCase::Upper, ..Style::default() };
    let example = Example::new(spelling("dth of month yyyy"), date("2021-04-05"), style);
    assert_eq!(example.source, "5th of APRIL 2021");
}
