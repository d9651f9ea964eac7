//! Lists of names as plans write them, and what they say.

use super::dice::Dice;
use super::parties::{Manner, Party};

/// How one plan writes its lists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habit {
    /// In how many of a hundred cases a name leaves out the level that it inherits.
    pub inherits: usize,
    /// In how many a conjunction stands before the last name.
    pub conjunctions: usize,
    /// In how many 等 stands after the last name.
    pub open: usize,
    /// Whether lists of governments share their ending.
    pub shares: bool,
}

impl Habit {
    pub(crate) fn any(dice: &mut Dice) -> Self {
        Self {
            inherits: *dice.pick(&[0, 70, 95, 100, 100]),
            conjunctions: *dice.pick(&[0, 0, 10, 50]),
            open: *dice.pick(&[0, 0, 0, 15]),
            shares: dice.percent(40),
        }
    }
}

/// A list with what is right about it.
#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    pub words: String,
    /// Units by name, and what each is.
    pub units: Vec<(String, String)>,
    pub groups: Vec<String>,
    /// Whether it ends in 等.
    pub open: bool,
}

/// A list of parties in their order.
pub(crate) fn list(dice: &mut Dice, habit: Habit, parties: &[Party]) -> List {
    let mut list = List::default();
    let mut level: Option<Manner> = None;
    let conjunction = if dice.percent(habit.conjunctions) && parties.len() > 2 { *dice.pick(&["和", "及"]) } else { "、" };
    for (at, party) in parties.iter().enumerate() {
        if at > 0 {
            list.words.push_str(if at + 1 == parties.len() { conjunction } else { "、" });
        }
        let inherits = match party.manner {
            Manner::Government => level.is_some(),
            Manner::Party => level == Some(Manner::Party),
            Manner::Own | Manner::Group => false,
        };
        // 南宁、柳州市人民政府: what is left out is in the next name.
        let next = parties.get(at + 1);
        let shares = habit.shares && is_city(party) && next.is_some_and(is_city) && conjunction == "、";
        if shares || (inherits && dice.percent(habit.inherits)) {
            list.words.push_str(&party.bare);
        } else {
            list.words.push_str(&party.name);
            if matches!(party.manner, Manner::Government | Manner::Party) {
                level = Some(party.manner);
            }
        }
        if party.manner == Manner::Group {
            list.groups.push(party.name.clone());
        } else {
            list.units.push((party.name.clone(), party.identity.clone()));
        }
    }
    let last_is_unit = parties.last().is_some_and(|party| party.manner != Manner::Group);
    if last_is_unit && parties.len() > 1 && conjunction == "、" && dice.percent(habit.open) {
        list.words.push_str(dice.weighted(&[("等", 60), ("等部门", 25), ("等单位", 15)]));
        list.open = true;
    }
    list
}

/// Whether it is the government of a city with a name of more than one character.
fn is_city(party: &Party) -> bool {
    party.manner == Manner::Own && party.name.ends_with("市人民政府") && party.bare.chars().count() > 1
}
