//! What a crash leaves: the state before or the one after, whenever it comes.

use super::disk::change;
use super::model::{Model, Numbers};
use crate::store::disk::fail_after;
use crate::store::{Store, StoreError};

#[test]
fn a_refusal_at_any_moment_leaves_the_state_before_or_after() {
    for seed in 0..6 {
        for points in 0..30 {
            let directory = tempfile::tempdir().expect("a directory");
            let store = Store::create(directory.path()).expect("a store");
            let mut model = Model::default();
            let mut numbers = Numbers::new(seed);
            for _ in 0..3 {
                change(&store, &mut model, &mut numbers, 3).expect("a change");
            }
            let before = model.clone();
            fail_after(Some(points));
            let changed = change(&store, &mut model, &mut numbers, 3);
            fail_after(None);
            match &changed {
                Ok(()) => {}
                Err(StoreError::Io { .. }) => assert_eq!(model.0, before.0),
                Err(other) => panic!("{other}"),
            }
            model.compare_statements(&store.snapshot());
            let again = Store::open(directory.path()).expect("a store");
            model.compare_statements(&again.snapshot());
            again.verify().expect("whole files");
            change(&store, &mut model, &mut numbers, 3).expect("a change");
            model.compare_statements(&store.snapshot());
            if changed.is_ok() {
                break;
            }
        }
    }
}
