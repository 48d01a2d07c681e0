//! What a trunk did for one source, kept for all heads.

use super::cell::Signals;

/// The most steps that are kept: 3 MB with two layers of 256 units. Those of a longer output are computed again.
const MOST_STEPS: usize = 256;

/// The decoder's steps over one source as a tree: where the outputs of two heads begin alike, they share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Memo {
    /// The number of the trunk and what it read.
    of: Option<(u64, Vec<usize>)>,
    /// Each after the step that it continues. Those behind `used` are of a text before: room to be used again.
    steps: Vec<Kept>,
    used: usize,
    /// Where the decoder stands; `None` where its steps are not kept.
    place: Option<Place>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Behind(usize),
}

#[derive(Debug, Clone)]
struct Kept {
    before: Place,
    token: usize,
    signals: Vec<Signals>,
}

impl Memo {
    /// Whether this is what the trunk `number` did for `source`.
    pub fn is_of(&self, number: u64, source: &[usize]) -> bool {
        self.of.as_ref().is_some_and(|(of, ids)| *of == number && ids == source)
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        (self.of, self.used, self.place) = (None, 0, None);
    }

    /// Begins to keep what the trunk `number` does for `source`.
    pub fn begin(&mut self, number: u64, source: &[usize]) {
        self.clear();
        self.of = Some((number, source.to_vec()));
    }

    /// Puts the decoder before its first step.
    pub fn start(&mut self) {
        self.place = self.of.as_ref().map(|_| Place::Start);
    }

    /// The decoder does what is not kept.
    pub fn leave(&mut self) {
        self.place = None;
    }

    /// The step from here that reads `token`.
    pub fn follow(&mut self, token: usize) -> Option<&[Signals]> {
        let before = self.place?;
        let is_next = |kept: &Kept| kept.before == before && kept.token == token;
        let step = self.steps[..self.used].iter().position(is_next)?;
        self.place = Some(Place::Behind(step));
        Some(&self.steps[step].signals)
    }

    /// Keeps the step from here that read `token`.
    pub fn add(&mut self, token: usize, signals: &[Signals]) {
        let Some(before) = self.place else { return };
        if self.used == MOST_STEPS {
            return self.leave();
        }
        if self.used == self.steps.len() {
            self.steps.push(Kept { before, token, signals: Vec::new() });
        }
        let kept = &mut self.steps[self.used];
        (kept.before, kept.token) = (before, token);
        kept.signals.resize_with(signals.len(), Signals::default);
        kept.signals.iter_mut().zip(signals).for_each(|(kept, signals)| kept.copy_from(signals));
        self.place = Some(Place::Behind(self.used));
        self.used += 1;
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn signals(value: f32) -> Vec<Signals> {
        vec![Signals { hidden: vec![value], ..Signals::default() }]
    }

    fn hidden(memo: &mut Memo, token: usize) -> Option<f32> {
        memo.follow(token).map(|signals| signals[0].hidden[0])
    }

    #[test]
    fn outputs_that_begin_alike_share_their_steps() {
        let mut memo = Memo::default();
        memo.begin(1, &[7]);
        memo.start();
        assert_eq!(hidden(&mut memo, 2), None);
        memo.add(2, &signals(0.1));
        memo.add(5, &signals(0.2));
        memo.start();
        assert_eq!(hidden(&mut memo, 2), Some(0.1));
        assert_eq!(hidden(&mut memo, 6), None);
        memo.add(6, &signals(0.3));
        // The same token behind another one is another step.
        assert_eq!(hidden(&mut memo, 5), None);
        memo.start();
        assert_eq!([2, 5].map(|token| hidden(&mut memo, token)), [Some(0.1), Some(0.2)]);
        memo.start();
        assert_eq!([2, 6].map(|token| hidden(&mut memo, token)), [Some(0.1), Some(0.3)]);
    }

    #[test]
    fn it_is_of_one_trunk_and_one_source() {
        let mut memo = Memo::default();
        assert!(!memo.is_of(1, &[7]));
        memo.begin(1, &[7]);
        assert!(memo.is_of(1, &[7]) && !memo.is_of(2, &[7]) && !memo.is_of(1, &[7, 7]));
        memo.start();
        memo.add(2, &signals(0.1));
        memo.begin(1, &[8]);
        memo.start();
        assert_eq!(hidden(&mut memo, 2), None);
        memo.clear();
        assert!(!memo.is_of(1, &[8]));
        memo.start();
        memo.add(2, &signals(0.1));
        assert_eq!(hidden(&mut memo, 2), None, "nothing is kept that is of no trunk");
    }

    #[test]
    fn only_so_many_steps_are_kept() {
        let mut memo = Memo::default();
        memo.begin(1, &[7]);
        memo.start();
        (0..2 * MOST_STEPS).for_each(|token| memo.add(token, &signals(token as f32)));
        memo.start();
        let found = (0..2 * MOST_STEPS).take_while(|&token| hidden(&mut memo, token) == Some(token as f32));
        assert_eq!(found.count(), MOST_STEPS);
    }
}
