//! Bytes of a store changed here and there: every answer is an error, or right.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

#[path = "../damage.rs"]
mod damage;

static GOOD: LazyLock<damage::Good> = LazyLock::new(damage::Good::new);

fuzz_target!(|edits: &[u8]| GOOD.changed(edits));
