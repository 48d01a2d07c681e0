use std::collections::BTreeSet;

use rand::SeedableRng;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::nn::Rng;
use crate::tasks::Lessons;
use crate::tokens::{END, START, UNKNOWN};

const PARTS: [Part; 3] = [Part::Train, Part::Validation, Part::Test];

#[test]
fn a_number_is_of_one_part_and_every_digit_stands_everywhere_in_each() {
    let mut numbers = PARTS.map(|_| 0);
    for part in PARTS {
        let mut places = BTreeSet::new();
        for number in (0..10_000).filter(|&number| part_of(number) == part) {
            numbers[part as usize] += 1;
            places.extend(format!("{number:04}").char_indices());
        }
        assert_eq!(places.len(), 40, "{part:?}");
    }
    assert_eq!(numbers.iter().sum::<i32>(), 10_000);
    assert!(numbers[1] > 900 && numbers[2] > 900, "{numbers:?}");
}

#[test]
fn what_is_to_be_recalled_comes_first_and_the_reach_is_what_stands_behind() {
    let mut rng = Rng::seed_from_u64(1);
    for reach in 0..=60 {
        for part in PARTS {
            let MemoryExample { source, target } = MemoryTask::Recall.example(part, reach, &mut rng);
            assert_eq!((target.len(), source.len()), (DIGITS, DIGITS + reach));
            assert!(source.starts_with(&target) && part_of(target.parse().unwrap()) == part);
            let behind = &source[DIGITS..];
            assert!(behind.chars().all(|character| character == ' ' || character.is_ascii_lowercase()));
            // The tokenizer would read two spaces as one, and none at the end.
            assert_eq!(MemoryTask::Recall.source_tokenizer().ids(&source).len(), source.len(), "{source:?}");
        }
    }
}

#[test]
fn a_word_is_to_be_repeated_as_it_is() {
    let mut rng = Rng::seed_from_u64(1);
    for reach in 1..=30 {
        let MemoryExample { source, target } = MemoryTask::Repeat.example(Part::Test, reach, &mut rng);
        assert_eq!((source.len(), &source), (reach, &target));
    }
}

#[test]
fn lessons_have_every_reach_and_depend_on_seed_and_number_alone() {
    for task in MemoryTask::ALL {
        let lessons = MemoryLessons::new(task);
        let batch = lessons.batch(1, 0, 20).unwrap();
        assert_eq!(batch, lessons.batch(1, 0, 20).unwrap());
        assert_ne!(batch, lessons.batch(1, 1, 20).unwrap());
        assert_ne!(batch, lessons.batch(2, 0, 20).unwrap());
        let (least, most) = task.trained();
        let first = if task == MemoryTask::Recall { DIGITS } else { 0 };
        let mut reaches = Vec::new();
        let mut strays = 0;
        for number in 0..2_000 {
            let batch = lessons.batch(1, number, 4).unwrap();
            let lengths: Vec<usize> =
                batch.source.packing().lengths().iter().map(|length| length - first).collect();
            if task == MemoryTask::Recall {
                assert!(lengths.iter().all(|&length| length == lengths[0]), "{lengths:?}");
            }
            reaches.push(lengths[0]);
            strays += batch.source.ids().iter().filter(|&&id| id == UNKNOWN).count();
            assert!(batch.input.ids().column(0).iter().all(|&id| id == START));
            assert!(batch.output.ids().iter().all(|&id| id != UNKNOWN));
            for (row, &length) in batch.output.ids().rows().into_iter().zip(batch.output.packing().lengths())
            {
                assert_eq!(row[length - 1], END);
            }
        }
        assert_eq!(strays > 0, task == MemoryTask::Recall);
        assert_eq!(reaches.iter().copied().collect::<BTreeSet<_>>(), (least..=most).collect());
        if task == MemoryTask::Recall {
            // The nearest quarter comes with probability 0.25^(1/3) = 0.63.
            let near = reaches.iter().filter(|&&reach| reach < (most + 1) / 4).count();
            assert!((1_100..1_400).contains(&near), "{near} of 2,000 are near");
        }
    }
}

#[test]
fn validation_has_other_numbers_than_training() {
    let lessons = MemoryLessons::new(MemoryTask::Recall);
    let validation = lessons.validation().unwrap();
    assert_eq!(validation.iter().map(crate::training::Batch::sentences).sum::<usize>(), 2_000);
    for batch in &validation {
        for ids in batch.output.ids().rows() {
            let number = ids.iter().take(DIGITS).fold(0, |number, id| 10 * number + (*id as u32 - 4));
            assert_eq!(part_of(number), Part::Validation);
        }
    }
}

#[test]
fn tasks_are_found_by_their_names_and_measured_beyond_what_they_were_trained_on() {
    for task in MemoryTask::ALL {
        assert_eq!(MemoryTask::named(task.name()), Some(task));
        assert!(task.measured().iter().any(|&reach| reach > task.trained().1));
        assert!(task.measured().is_sorted());
    }
    assert_eq!(MemoryTask::named("dates"), None);
}
