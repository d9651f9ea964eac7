//! A segment of any bytes, with checksums that fit it: an error or an answer, never a panic.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use std::sync::LazyLock;

#[path = "../damage.rs"]
mod damage;

static GOOD: LazyLock<damage::Good> = LazyLock::new(damage::Good::new);

fuzz_target!(|segment: &[u8]| GOOD.sealed(segment));

// What is not yet as long as a segment begins as a good one: without it the first thousand years go into finding the form.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, _seed: u32| {
    let good = GOOD.segment();
    if size < good.len() / 2 && good.len() <= max_size {
        data[..good.len()].copy_from_slice(good);
        return good.len();
    }
    fuzzer_mutate(data, size, max_size)
});
