use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::tokens::UNKNOWN;

const CAPITALS: Style =
    Style { names: LetterCase::Upper, words: LetterCase::Upper, sunday: ChineseSunday::Tian };

fn spelling(name: &str) -> Spelling {
    Spelling::ALL.into_iter().find(|spelling| spelling.name() == name).unwrap()
}

fn date(iso: &str) -> Date {
    Date::all().find(|date| date.to_string() == iso).unwrap()
}

fn example(name: &str, iso: &str) -> Example {
    Example::new(spelling(name), date(iso), Style::default())
}

#[track_caller]
fn assert_spelled(iso: &str, style: Style, expected: [&str; 35]) {
    let spelled = Spelling::ALL.map(|spelling| Example::new(spelling, date(iso), style).source);
    assert_eq!(spelled, expected);
}

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
fn every_spelling_of_5_april_2021() {
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
    for (spelling, expected) in Spelling::ALL.into_iter().zip(expected) {
        let names = if expected.contains("APR") { LetterCase::Upper } else { LetterCase::Title };
        let style = Style { names, ..Style::default() };
        assert_eq!(Example::new(spelling, date("2021-04-05"), style).source, expected);
    }
    let upper = expected.map(str::to_uppercase);
    assert_spelled("2021-04-05", CAPITALS, upper.each_ref().map(String::as_str));
    let lower = expected.map(str::to_lowercase);
    let style = Style { names: LetterCase::Lower, ..Style::default() };
    assert_spelled("2021-04-05", style, lower.each_ref().map(String::as_str));
}

#[test]
fn every_spelling_of_the_first_date_a_sunday() {
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
fn every_spelling_of_the_last_date_in_capitals() {
    assert_spelled(
        "2049-12-31",
        CAPITALS,
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
fn every_spelling_of_a_leap_day_in_a_year_of_zeros() {
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
fn every_spelling_of_a_day_and_month_of_tens() {
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

#[test]
fn the_calendar_has_every_day_of_a_hundred_years() {
    let dates: Vec<Date> = Date::all().collect();
    assert_eq!(dates.len(), 36_525);
    assert_eq!(dates[0].to_string(), "1950-01-01");
    assert_eq!(dates[36_524].to_string(), "2049-12-31");
    assert!(dates.iter().enumerate().all(|(number, date)| date.number() as usize == number));
    assert!(dates.windows(2).all(|pair| (pair[0].weekday() + 1) % 7 == pair[1].weekday()));
    assert_eq!(Date::new(1949, 12, 31), None);
    assert_eq!(Date::new(2050, 1, 1), None);
    assert_eq!(Date::new(2021, 2, 29), None);
}

#[test]
fn test_dates_are_those_whose_day_number_leaves_3() {
    assert_eq!(date("1950-01-04").split(), Split::Test);
    assert_eq!(date("1950-01-14").split(), Split::Test);
    assert_eq!(date("1950-01-09").split(), Split::Validation);
    assert_eq!(date("1950-01-01").split(), Split::Train);
    for date in Date::all() {
        assert_eq!(date.split() == Split::Test, date.number() % 10 == 3, "{date}");
    }
}

#[test]
fn a_split_draws_the_spellings_evenly_and_none_of_the_other_splits_dates() {
    for split in [Split::Train, Split::Validation, Split::Test] {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut spellings = BTreeMap::new();
        for _ in 0..20_000 {
            let example = Example::random(split, &mut rng);
            let [year, month, day] =
                [0..4, 5..7, 8..10].map(|place| example.target[place].parse::<i16>().unwrap());
            let date = Date::new(year, month as i8, day as i8).unwrap();
            assert_eq!(date.split(), split, "{}", example.target);
            *spellings.entry(example.spelling.name()).or_insert(0) += 1;
        }
        assert_eq!(spellings.len(), Spelling::ALL.len());
        // 606 each on average; 24 is the standard deviation.
        assert!(spellings.values().all(|count| (486..726).contains(count)), "{spellings:?}");
    }
}

#[test]
fn a_seed_gives_the_same_examples_everywhere() {
    let draw = |seed| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        [(); 4].map(|()| Example::random(Split::Train, &mut rng).source)
    };
    assert_eq!(draw(1), ["1990/4/1", "1988/09/07", "21年1月23日", "3/6/54"]);
    assert_ne!(draw(1), draw(2));
}

#[test]
fn names_of_spellings_differ_and_have_no_capitals() {
    let names: BTreeSet<&str> = Spelling::ALL.iter().map(|spelling| spelling.name()).collect();
    assert_eq!(names.len(), Spelling::ALL.len());
    assert!(names.iter().all(|name| name.to_lowercase() == **name));
}

#[test]
fn the_vocabulary_is_what_the_spellings_use_and_stays_as_shipped() {
    let mut used = BTreeSet::new();
    for date in Date::all().step_by(7).chain(Date::all().take(366)) {
        for spelling in Spelling::ALL {
            for case in LetterCase::ALL {
                for sunday in [ChineseSunday::Ri, ChineseSunday::Tian] {
                    let style = Style { names: case, words: case, sunday };
                    used.extend(Example::new(spelling, date, style).source.chars());
                }
            }
        }
    }
    assert_eq!(SOURCE_CHARACTERS, used.into_iter().collect::<String>());
    assert_eq!(
        serde_json::to_string(&source_tokenizer()).unwrap(),
        concat!(
            r#"{"type":"characters","characters":" ,-./0123456789ABCDEFGHIJLMNOPRSTUVWY"#,
            r#"abcdefghijlmnoprstuvwy〇一七三九二五八六十四天年日星月期零"}"#
        )
    );
    assert_eq!(
        serde_json::to_string(&target_tokenizer()).unwrap(),
        r#"{"type":"characters","characters":"-0123456789"}"#
    );
}

fn any_example() -> impl Strategy<Value = (Example, Date)> {
    let case = || proptest::sample::select(LetterCase::ALL.to_vec());
    let sunday = proptest::sample::select(vec![ChineseSunday::Ri, ChineseSunday::Tian]);
    let spelling = proptest::sample::select(Spelling::ALL.to_vec());
    (spelling, 0..Date::COUNT, case(), case(), sunday).prop_map(|(spelling, number, names, words, sunday)| {
        let date = Date::all().nth(number as usize).unwrap();
        (Example::new(spelling, date, Style { names, words, sunday }), date)
    })
}

proptest! {
    #[test]
    fn the_target_is_the_iso_date((example, date) in any_example()) {
        let expected = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
        prop_assert_eq!(example.target, expected);
    }

    #[test]
    fn spans_lie_in_the_source_and_in_their_field_and_fields_do_not_overlap((example, _) in any_example()) {
        let length = example.source.chars().count();
        let mut fields = Field::ALL.map(|field| example.alignment.field_span(field));
        for (field, span) in Field::ALL.into_iter().zip(&fields) {
            prop_assert!(span.start < span.end && span.end <= length);
            for output in field.output() {
                let source = example.alignment.source_of(output).unwrap();
                prop_assert!(source.start < source.end && span.start <= source.start && source.end <= span.end);
            }
        }
        fields.sort_by_key(|span| span.start);
        prop_assert!(fields[0].end <= fields[1].start && fields[1].end <= fields[2].start);
    }

    #[test]
    fn digits_in_the_source_are_equal_to_the_digits_that_come_from_them((example, _) in any_example()) {
        let source: Vec<char> = example.source.chars().collect();
        let target: Vec<char> = example.target.chars().collect();
        for field in Field::ALL {
            let span = example.alignment.field_span(field);
            if !source[span.clone()].iter().all(char::is_ascii_digit) {
                continue;
            }
            for (output, place) in field.output().rev().zip(span.rev()) {
                prop_assert_eq!(example.alignment.source_of(output), Some(place..place + 1));
                prop_assert_eq!(source[place], target[output]);
            }
        }
    }

    #[test]
    fn every_digit_of_the_source_belongs_to_a_field((example, _) in any_example()) {
        let fields = Field::ALL.map(|field| example.alignment.field_span(field));
        for (place, character) in example.source.chars().enumerate() {
            let inside = fields.iter().any(|span| span.contains(&place));
            prop_assert!(inside || !character.is_ascii_digit());
        }
    }

    #[test]
    fn the_tokenizers_know_every_character((example, _) in any_example()) {
        let source = source_tokenizer().encode(&example.source);
        prop_assert!(source.iter().all(|token| token.id != UNKNOWN));
        prop_assert_eq!(source.len(), example.source.chars().count());
        let target = target_tokenizer().encode(&example.target);
        prop_assert!(target.iter().all(|token| token.id != UNKNOWN));
        prop_assert_eq!(target.len(), 10);
    }
}
