//! `seqscope augment`.

use std::fs;
use std::path::Path;

use crate::command::{seqscope, str};

#[test]
fn our_own_pairs_stand_behind_those_of_the_file_and_are_the_same_ones_for_a_seed() {
    let temporary = tempfile::tempdir().unwrap();
    let named = |name: &str| temporary.path().join(name);
    fs::write(named("pairs.tsv"), "One.\tUn.\n").unwrap();
    // Held out in another spelling than the phrasebook's.
    fs::write(named("validation.tsv"), "how ARE you?\tComment allez-vous ?\n").unwrap();
    let augmented = |seed: &str| {
        let (pairs, validation, out) = (named("pairs.tsv"), named("validation.tsv"), named("out.tsv"));
        let run = seqscope(&[
            "augment",
            "--to",
            "french",
            "--pairs",
            str(&pairs),
            "--validation",
            str(&validation),
            "--phrases",
            "1",
            "--names",
            "100",
            "--seed",
            seed,
            "--out",
            str(&out),
        ]);
        assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
        fs::read_to_string(out).unwrap()
    };
    let first = augmented("1");
    assert!(first.starts_with("One.\tUn.\n"));
    assert!(first.contains("\nI'm hungry.\t") || first.contains("\nThank you.\t"), "a phrase");
    assert!(!first.contains("\nHow are you?\t"));
    assert!(first.lines().all(|line| line.split('\t').count() == 2));
    assert_eq!(first, augmented("1"));
    assert_ne!(first, augmented("2"));
}

#[test]
fn the_pairs_themselves_are_not_written_over() {
    let temporary = tempfile::tempdir().unwrap();
    let pairs = temporary.path().join("pairs.tsv");
    fs::write(&pairs, "One.\tUn.\n").unwrap();
    let file = str(&pairs);
    let run = seqscope(&["augment", "--to", "french", "--pairs", file, "--validation", file, "--out", file]);
    run.fails_with(&format!("{file}: expected another file than --pairs"));
    assert_eq!(fs::read_to_string(&pairs).unwrap(), "One.\tUn.\n");
}

#[test]
fn words_are_found_in_the_file_and_nouns_come_with_what_stands_before_them() {
    let temporary = tempfile::tempdir().unwrap();
    let named = |name: &str| temporary.path().join(name);
    let mut pairs = String::new();
    for (colour, couleur) in [("red", "rouge"), ("green", "vert"), ("black", "noir")] {
        for (thing, chose) in [("wine", "vin"), ("sofa", "canapé"), ("train", "train"), ("truck", "camion")]
        {
            pairs.push_str(&format!("We see {colour} {thing}.\tNous voyons {chose} {couleur}.\n"));
            pairs.push_str(&format!("We take {thing}.\tNous prenons {chose}.\n"));
        }
    }
    fs::write(named("pairs.tsv"), &pairs).unwrap();
    fs::write(named("validation.tsv"), "We take vans.\tNous prenons des fourgons.\n").unwrap();
    // As somebody types it, and with the mark that what is added has not.
    fs::write(named("never.txt"), "Sofa.\n").unwrap();
    let (file, validation, never, out) =
        (named("pairs.tsv"), named("validation.tsv"), named("never.txt"), named("out.tsv"));
    let added = |more: &[&str]| -> Vec<String> {
        let few = [
            "--to",
            "french",
            "--phrases",
            "0",
            "--names",
            "0",
            "--pairs",
            str(&file),
            "--validation",
            str(&validation),
        ];
        let run = seqscope(&[&["augment", "--out", str(&out)], &few[..], more].concat());
        assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{run:?}");
        let written = fs::read_to_string(&out).unwrap();
        written.strip_prefix(&pairs).unwrap().lines().map(str::to_string).collect()
    };
    let extracted = ["--extracted", "100"];
    let found = added(&extracted);
    for expected in ["wine\tvin", "sofa\tcanapé", "green\tvert"] {
        assert!(found.contains(&expected.to_string()), "{found:?}");
    }
    assert_eq!(added(&["--extracted", "3"]), found[..3], "the most frequent ones");
    let without = added(&[&extracted[..], &["--never", str(&never)]].concat());
    let expected: Vec<&String> = found.iter().filter(|line| !line.starts_with("sofa\t")).collect();
    assert_eq!(without.iter().collect::<Vec<_>>(), expected);
    let phrases = added(&["--noun-phrases", "40"]);
    assert_eq!(phrases.len(), 40);
    assert!(phrases.iter().all(|line| line.split('\t').all(|side| !side.is_empty() && !side.ends_with('.'))));
}

#[test]
fn sentences_that_two_models_translate_alike_are_added() {
    let temporary = tempfile::tempdir().unwrap();
    let named = |name: &str, text: &str| {
        let path = temporary.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let pairs = named("pairs.tsv", "One.\t一。\n");
    let validation = named("validation.tsv", "I'm here.\t我在这里。\n");
    let sentences = named("sentences.txt", "He is my brother.\nIt rains.\nGo!\nI’m here.\n");
    let one = named("one.txt", "他是我的兄弟。\n下雨了。\n\n我在这里。\n");
    let other = named("other.txt", "他是我的哥哥。\n它是鱼。\n\n我在这里。\n");
    let short = named("short.txt", "他是我的兄弟。\n");
    let out = temporary.path().join("out.tsv");
    let run = |other: &Path| {
        let files =
            ["--sentences", str(&sentences), "--translations", str(&one), str(other), "--out", str(&out)];
        let few = ["augment", "--to", "chinese", "--phrases", "0", "--names", "0"];
        let read = ["--pairs", str(&pairs), "--validation", str(&validation)];
        seqscope(&[&few[..], &read, &files].concat())
    };
    let found = run(&one);
    assert_eq!(found.code, Some(0), "{found:?}");
    let expected = "One.\t一。\nHe is my brother.\t他是我的兄弟。\nIt rains.\t下雨了。\n";
    assert_eq!(fs::read_to_string(&out).unwrap(), expected, "what is held out and what is empty is left out");
    run(&other);
    assert_eq!(fs::read_to_string(&out).unwrap(), "One.\t一。\n", "neither is alike");
    run(&short).fails_with("--translations: expected a line for each of the 4 sentences, found 1");
}

#[test]
fn the_fuller_translations_are_kept_and_written_as_often_as_asked() {
    let temporary = tempfile::tempdir().unwrap();
    let (pairs, out) = (temporary.path().join("pairs.tsv"), temporary.path().join("out.tsv"));
    let lines = [
        "He is here now.\t他在。",
        "She is here now.\t她现在在这里。",
        "It is so cold.\t真冷。",
        "It is so hot.\t今天真热啊。",
    ];
    fs::write(&pairs, format!("{}\nHi.\t嗨。\nGo.\t去吧你。\n", lines.join("\n"))).unwrap();
    let file = str(&pairs);
    let few = ["--to", "chinese", "--phrases", "0", "--names", "0", "--pairs", file, "--validation", file];
    let more = ["--fullest", "0.5", "--times", "2", "--out", str(&out)];
    let run = seqscope(&[&["augment"], &few[..], &more].concat());
    assert_eq!(run.code, Some(0), "{run:?}");
    let kept = format!("{}\n{}\nHi.\t嗨。\nGo.\t去吧你。\n", lines[1], lines[3]);
    assert_eq!(fs::read_to_string(&out).unwrap(), kept.repeat(2));
    for share in ["0", "1.5", "NaN"] {
        let run = seqscope(&[&["augment"], &few[..], &["--fullest", share, "--out", str(&out)]].concat());
        run.fails_with(&format!("--fullest: expected a share from above 0 to 1, found {share}"));
    }
}
