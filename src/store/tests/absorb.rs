//! A builder that others handed their statements over to, against one that took them in itself.

use super::model::{Model, Numbers, quad};
use crate::store::{Builder, Snapshot};

fn bytes(snapshot: &Snapshot) -> Vec<Vec<u8>> {
    let bytes = |all: &crate::store::bytes::Bytes| all.raw(0, all.len()).expect("a segment").to_vec();
    snapshot.links().iter().map(|link| bytes(link.segment.bytes())).collect()
}

/// The segment is the same, byte for byte, however statements were handed over, and whether some were known before.
#[test]
fn handed_over_or_added_it_is_the_same_segment() {
    for seed in 0..120 {
        let mut numbers = Numbers::new(seed);
        let graphs = [1, 2, 9][(seed % 3) as usize];
        let mut base = Snapshot::empty();
        let mut model = Model::default();
        if seed % 2 == 1 {
            let mut before = Builder::new();
            for _ in 0..40 {
                let quad = quad(&mut numbers, graphs);
                before.add(quad.as_ref()).expect("room");
                model.add(&quad);
            }
            base = base.with(before).expect("a snapshot");
        }
        let (mut whole, mut together, mut handful) = (Builder::new(), Builder::new(), Builder::new());
        for _ in 0..numbers.below(400) {
            let quad = quad(&mut numbers, graphs);
            model.add(&quad);
            whole.add(quad.as_ref()).expect("room");
            // What is added beside what was handed over has other numbers for the same terms.
            let to = if numbers.below(10) == 0 { &mut together } else { &mut handful };
            to.add(quad.as_ref()).expect("room");
            if numbers.below(15) == 0 {
                together.absorb(&handful).expect("room");
                handful.clear();
            }
        }
        together.absorb(&handful).expect("room");
        assert_eq!(whole.len(), together.len(), "seed {seed}");
        let [whole, together] = [whole, together].map(|builder| base.with(builder).expect("a snapshot"));
        assert_eq!(bytes(&whole), bytes(&together), "seed {seed}");
        model.compare(&together, seed);
    }
}
