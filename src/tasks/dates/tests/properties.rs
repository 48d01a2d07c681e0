//! What holds of every example.

use proptest::prelude::*;

use super::*;
use crate::tokens::UNKNOWN;

fn any_style() -> impl Strategy<Value = Style> {
    let case = || proptest::sample::select(LetterCase::ALL.to_vec());
    let form = proptest::sample::select(TimeForm::ALL.to_vec());
    let time = (0..24_u8, 0..60_u8, 0..60_u8, form).prop_map(|(hour, minute, second, form)| TimeOfDay {
        hour,
        minute,
        second,
        form,
    });
    let choices = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (case(), case(), choices, proptest::option::of(time)).prop_map(
        |(names, words, (september, day_unit, week, sunday), time)| Style {
            names,
            words,
            september: if september { ShortSeptember::Sep } else { ShortSeptember::Sept },
            day_unit: if day_unit { ChineseDayUnit::Ri } else { ChineseDayUnit::Hao },
            week: if week { ChineseWeek::Xingqi } else { ChineseWeek::Zhou },
            sunday: if sunday { ChineseSunday::Ri } else { ChineseSunday::Tian },
            time,
        },
    )
}

fn any_example_of(style: impl Strategy<Value = Style>) -> impl Strategy<Value = (Example, Date)> {
    let spelling = proptest::sample::select(Spelling::ALL.to_vec());
    (spelling, 0..Date::COUNT, style).prop_filter_map(
        "a date that the spelling can write",
        |(spelling, number, style)| {
            let date = Date::all().nth(number as usize).unwrap();
            spelling.can_write(date).then(|| (Example::new(spelling, date, style), date))
        },
    )
}

fn any_example() -> impl Strategy<Value = (Example, Date)> {
    any_example_of(any_style())
}

fn without_time() -> impl Strategy<Value = (Example, Date)> {
    any_example_of(any_style().prop_map(|style| Style { time: None, ..style }))
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
    fn every_digit_of_the_source_but_those_of_a_time_belongs_to_a_field((example, _) in without_time()) {
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
