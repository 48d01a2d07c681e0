//! The allocator of the program.
//!
//! A step of training frees its arrays and the next one asks for as many. Given back to the kernel in between, their
//! memory comes back as pages that have to be filled with zeros first: with mimalloc's own delay of a second, a step with the
//! sizes of a translation model takes a tenth longer.

use libmimalloc_sys::{mi_option_set, mi_option_t};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay` of mimalloc.h, for which the crate has no name: after how many milliseconds freed memory goes
/// back to the kernel; −1 is never.
const PURGE_DELAY: mi_option_t = 15;

/// Keeps freed memory until the program ends.
pub fn keep_freed_memory() {
    #[expect(unsafe_code, reason = "a C function, which takes any two numbers at any time")]
    unsafe {
        mi_option_set(PURGE_DELAY, -1);
    }
}

#[cfg(test)]
mod tests {
    use libmimalloc_sys::mi_option_get;

    use super::{PURGE_DELAY, keep_freed_memory};

    #[test]
    #[expect(unsafe_code, reason = "C functions, which take any number at any time")]
    fn the_option_is_the_delay_of_a_second() {
        assert_eq!(unsafe { mi_option_get(PURGE_DELAY) }, 1000);
        keep_freed_memory();
        assert_eq!(unsafe { mi_option_get(PURGE_DELAY) }, -1);
    }
}
