//! Where the system may refuse: in tests, at the moment that they choose.

use std::io;

/// Called before whatever changes the directory.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "tests make it fail")]
pub(super) const fn point() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
thread_local! {
    /// How many points are left before the one that fails.
    static LEFT: std::cell::Cell<Option<u32>> = const { std::cell::Cell::new(None) };
}

/// Called before whatever changes the directory.
#[cfg(test)]
pub(super) fn point() -> io::Result<()> {
    match LEFT.get() {
        Some(0) => Err(io::Error::other("the test wants it so")),
        Some(left) => {
            LEFT.set(Some(left - 1));
            Ok(())
        }
        None => Ok(()),
    }
}

/// Makes every point but the first ones fail from now on in this thread.
#[cfg(test)]
pub(in crate::store) fn fail_after(points: Option<u32>) {
    LEFT.set(points);
}
