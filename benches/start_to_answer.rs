//! From start to answer: the whole process `fengong query water` on the plan that comes with the program.
//!
//! `cargo bench --bench start_to_answer` prints minimum, median and maximum of its wall time over some runs after a
//! warm-up, and the most memory that any run held. Quote the median, and ratios rather than times: machines differ.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::process::{Command, Stdio};
use std::time::Instant;

const RUNS: usize = 40;

fn main() {
    let run = |arguments: &[&str]| {
        let status = Command::new(env!("CARGO_BIN_EXE_fengong")).args(arguments).stdout(Stdio::null()).status();
        assert!(status.is_ok_and(|status| status.success()), "fengong {arguments:?} fails");
    };
    for arguments in
        [&["--version"][..], &["query", "water"], &["query", "-e", "ASK {}"], &["extract", "-q", "data/plans/hubao-yinyu-2012-2020.txt"]]
    {
        run(arguments);
        let mut times: Vec<f64> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                run(arguments);
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!(
            "fengong {:<60} min {:6.1} ms  median {:6.1} ms  max {:6.1} ms  peak of all so far {:5.1} MB",
            arguments.join(" "),
            times[0],
            times[RUNS / 2],
            times[RUNS - 1],
            peak_of_children()
        );
    }
}

/// The most memory that any finished child held, in megabytes.
#[allow(unsafe_code, reason = "the operating system's accounting has no safe interface in the standard library")]
fn peak_of_children() -> f64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: getrusage fills the structure that it is given, and zeroes are a valid value of it.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    usage.ru_maxrss as f64 / 1024.0
}
