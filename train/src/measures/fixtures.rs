//! What sacreBLEU computed: tests/fixtures/make_sacrebleu_fixtures.py wrote it down.

use serde::Deserialize;

use super::Segment;
use super::tokenisation::Tokenisation;

#[derive(Deserialize)]
pub struct Fixture {
    pub corpora: Vec<Corpus>,
    pub tokenisations: Vec<Tokenised>,
}

#[derive(Deserialize)]
pub struct Corpus {
    pub name: String,
    pub tokenisation: String,
    pub lines: Vec<Line>,
    pub bleu: f64,
    pub brevity_penalty: f64,
    pub chrf: f64,
}

#[derive(Deserialize)]
pub struct Line {
    pub output: String,
    pub references: Vec<String>,
}

#[derive(Deserialize)]
pub struct Tokenised {
    pub tokenisation: String,
    pub lines: Vec<TokenisedLine>,
}

#[derive(Deserialize)]
pub struct TokenisedLine {
    pub line: String,
    pub tokens: Vec<String>,
}

impl Corpus {
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        self.lines.iter().map(|line| Segment { output: &line.output, references: &line.references })
    }
}

pub fn sacrebleu() -> Fixture {
    serde_json::from_str(include_str!("../../tests/fixtures/sacrebleu.json")).unwrap()
}

pub fn tokenisation(name: &str) -> Tokenisation {
    [Tokenisation::Western, Tokenisation::Chinese].into_iter().find(|known| known.name() == name).unwrap()
}
