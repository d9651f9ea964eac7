//! What the fuzz targets of the store do with any bytes, done here with some: `just fuzz` runs them on end.

#[path = "../fuzz/damage.rs"]
mod damage;

use damage::Good;

/// Edits without a pattern, the same every time.
fn edits(dice: &mut fastrand::Rng) -> Vec<u8> {
    // Half of them cut nothing.
    let cut = if dice.bool() { 0 } else { dice.u8(..) };
    let mut edits = vec![dice.u8(..), cut];
    for _ in 0..dice.usize(..4) {
        edits.extend(dice.u32(..).to_le_bytes());
        edits.push(dice.u8(..));
    }
    edits
}

#[test]
fn changed_bytes_are_an_error_or_do_not_matter() {
    let (good, mut dice) = (Good::new(), fastrand::Rng::with_seed(3));
    good.changed(&[0, 0]);
    // Between the checksums and the head of the second segment.
    good.changed(&[0x37, 0xff, 0xed, 0xfe, 0xff, 0xff, 0x0a]);
    (0..400).for_each(|_| good.changed(&edits(&mut dice)));
}

#[test]
fn any_segment_with_checksums_that_fit_is_read_without_a_panic() {
    let (good, mut dice) = (Good::new(), fastrand::Rng::with_seed(4));
    good.sealed(good.segment());
    for _ in 0..200 {
        let mut bytes = good.segment().to_vec();
        for _ in 0..dice.usize(1..5) {
            let at = dice.usize(..bytes.len());
            bytes[at] = if dice.bool() { 255 } else { dice.u8(..) };
        }
        good.sealed(&bytes);
    }
}
