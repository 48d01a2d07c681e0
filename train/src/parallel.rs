//! The same work for many things, on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use anyhow::Result;

/// `work` of every index below `count`, in order; or the error of the first index that has one.
pub fn map<T: Send>(count: usize, work: impl Fn(usize) -> Result<T> + Sync) -> Result<Vec<T>> {
    map_with(count, |(): &mut (), index| work(index))
}

/// [`map`], where each thread has a `Room` of its own for all of its work.
pub fn map_with<Room: Default, T: Send>(
    count: usize,
    work: impl Fn(&mut Room, usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let threads = available_parallelism().map_or(1, usize::from).min(count);
    let next = AtomicUsize::new(0);
    // Indices are taken one by one: where a file is sorted by length, parts of it are not the same work.
    let some = || -> Vec<(usize, Result<T>)> {
        let (mut room, mut done) = (Room::default(), Vec::new());
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            let result = work(&mut room, index);
            if result.is_err() {
                // Every index below is taken already: whichever of them fails too is still told first.
                next.store(count, Ordering::Relaxed);
            }
            done.push((index, result));
        }
    };
    let mut done: Vec<(usize, Result<T>)> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(some)).collect();
        let joined = started.into_iter().map(|thread| thread.join());
        joined.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::time::Duration;

    use super::map;
    use anyhow::{bail, ensure};

    #[test]
    fn results_stand_in_the_order_of_their_indices() {
        assert_eq!(map(100, |index| Ok(index * index)).unwrap(), (0..100).map(|i| i * i).collect::<Vec<_>>());
        assert!(map(0, |_| -> anyhow::Result<()> { bail!("nothing to do") }).unwrap().is_empty());
    }

    #[test]
    fn nothing_is_begun_after_an_error() {
        let (failed, begun) = (AtomicBool::new(false), AtomicUsize::new(0));
        let result = map(1_000, |index| {
            begun.fetch_add(1, Ordering::Relaxed);
            if index == 0 {
                failed.store(true, Ordering::Relaxed);
                bail!("the first one");
            }
            while !failed.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_millis(1));
            Ok(())
        });
        assert_eq!(result.unwrap_err().to_string(), "the first one");
        assert!(begun.into_inner() < 1_000);
    }

    #[test]
    fn the_first_error_is_told() {
        for _ in 0..20 {
            let result = map(1000, |index| {
                ensure!(index % 7 != 5 || index < 300, "index {index}");
                Ok(())
            });
            assert_eq!(result.unwrap_err().to_string(), "index 306");
        }
    }
}
