//! Which dates there are, which are for what, and what is drawn of them.

use std::collections::{BTreeMap, BTreeSet};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

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
        // 241 each on average; 15 is the standard deviation.
        assert!(spellings.values().all(|count| (166..316).contains(count)), "{spellings:?}");
    }
}

#[test]
fn a_seed_gives_the_same_examples_everywhere() {
    let draw = |seed| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        [(); 4].map(|()| Example::random(Split::Train, &mut rng).source)
    };
    assert_eq!(draw(1), ["01 Apr 1990", "2021年 1月 23号", "04/29/98", "JAN 09 1978 01:20"]);
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
    let times = (0..24).map(|hour| (hour * 5 / 2, TimeForm::ALL[hour as usize % TimeForm::ALL.len()]));
    let times: Vec<Option<TimeOfDay>> = std::iter::once(None)
        .chain(times.map(|(minute, form)| Some(TimeOfDay { hour: minute * 2 / 5, minute, second: 59, form })))
        .collect();
    for (index, date) in Date::all().step_by(7).chain(Date::all().take(366)).enumerate() {
        for spelling in Spelling::ALL {
            for case in LetterCase::ALL {
                let style = Style {
                    names: case,
                    words: case,
                    september: ShortSeptember::Sept,
                    day_unit: if index % 2 == 0 { ChineseDayUnit::Ri } else { ChineseDayUnit::Hao },
                    week: if index % 3 == 0 { ChineseWeek::Xingqi } else { ChineseWeek::Zhou },
                    sunday: if index % 5 < 2 { ChineseSunday::Ri } else { ChineseSunday::Tian },
                    time: times[index % times.len()],
                };
                used.extend(Example::new(spelling, date, style).source.chars());
            }
        }
    }
    assert_eq!(SOURCE_CHARACTERS, used.into_iter().collect::<String>());
    assert_eq!(
        serde_json::to_string(&source_tokenizer()).unwrap(),
        concat!(
            r#"{"type":"characters","characters":" (),-./0123456789:ABCDEFGHIJLMNOPRSTUVWYZ"#,
            r#"abcdefghijlmnoprstuvwy〇一七三上下九二五八六分十午号周四天年日时星月期点零"}"#
        )
    );
    assert_eq!(
        serde_json::to_string(&target_tokenizer()).unwrap(),
        r#"{"type":"characters","characters":"-0123456789"}"#
    );
}
