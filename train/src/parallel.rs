//! The same work for many things, on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use anyhow::Result;

/// `work` of every index below `count`, in order; or the error of the first index that has one.
pub fn map<T: Send>(count: usize, work: impl Fn(usize) -> Result<T> + Sync) -> Result<Vec<T>> {
    let threads = available_parallelism().map_or(1, usize::from).min(count);
    let next = AtomicUsize::new(0);
    // Indices are taken one by one: where a file is sorted by length, parts of it are not the same work.
    let some = || -> Vec<(usize, Result<T>)> {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            let result = work(index);
            let failed = result.is_err();
            done.push((index, result));
            if failed {
                return done;
            }
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
    use super::map;
    use anyhow::{bail, ensure};

    #[test]
    fn results_stand_in_the_order_of_their_indices() {
        assert_eq!(map(100, |index| Ok(index * index)).unwrap(), (0..100).map(|i| i * i).collect::<Vec<_>>());
        assert!(map(0, |_| -> anyhow::Result<()> { bail!("nothing to do") }).unwrap().is_empty());
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
