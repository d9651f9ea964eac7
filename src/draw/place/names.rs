//! Names beside the discs of a map: none over another name or disc, those of the first nodes nearest.

use super::geometry::{Point, Rect, between, distance};
use super::placed::Name;

/// The room between a disc and its name.
const GAP: f64 = 2.5;
/// The least room between names.
const APART: f64 = 1.0;

/// Places for names of some sizes beside discs, in the order of the discs.
pub(super) fn placed(discs: &[Rect], names: &[Option<(f64, f64)>]) -> Vec<Option<Name>> {
    let mut taken: Vec<Rect> = discs.to_vec();
    let mut placed = Vec::with_capacity(discs.len());
    for (place, disc) in discs.iter().enumerate() {
        let Some(size) = names.get(place).copied().flatten() else {
            placed.push(None);
            continue;
        };
        let name = beside(disc, size)
            .into_iter()
            .map(|room| Name { room, leader: None })
            .chain(away(disc, size))
            .find(|name| free(name, &taken, place))
            .unwrap_or_else(|| Name { room: Rect { x: disc.right() + GAP, y: disc.y, width: size.0, height: size.1 }, leader: None });
        taken.push(name.room);
        placed.push(Some(name));
    }
    placed
}

/// Whether nothing is in the way of a name; its line may pass names and discs no more than the name may cover them.
fn free(name: &Name, taken: &[Rect], own: usize) -> bool {
    let meets = |(place, rect): (usize, &Rect)| {
        // A disc that lies on a larger one has no other way.
        let passes =
            |(from, to): (Point, Point)| !rect.holds(from) && (1..8).any(|step| rect.holds(between(from, to, f64::from(step) / 8.0)));
        rect.meets(&name.room, APART) || (place != own && name.leader.is_some_and(passes))
    };
    !taken.iter().enumerate().any(meets)
}

/// Right, left, above, below, and then the corners.
fn beside(disc: &Rect, (width, height): (f64, f64)) -> Vec<Rect> {
    let centre = disc.centre();
    let (x, y, radius) = (centre.0, centre.1, disc.width.max(disc.height) / 2.0);
    let near = radius + GAP;
    let corner = radius * 0.71 + 1.5;
    let at = |x: f64, y: f64| Rect { x, y, width, height };
    vec![
        at(x + near, y - height / 2.0),
        at(x - near - width, y - height / 2.0),
        at(x - width / 2.0, y - near - height + 1.0),
        at(x - width / 2.0, y + near - 1.0),
        at(x + corner, y - corner - height),
        at(x + corner, y + corner),
        at(x - corner - width, y - corner - height),
        at(x - corner - width, y + corner),
    ]
}

/// Places further and further off, each with a line to the disc; beyond all that is there one of them is free.
fn away(disc: &Rect, (width, height): (f64, f64)) -> impl Iterator<Item = Name> {
    const DIRECTIONS: [Point; 16] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (0.92, -0.38),
        (0.92, 0.38),
        (-0.92, -0.38),
        (-0.92, 0.38),
        (0.71, -0.71),
        (0.71, 0.71),
        (-0.71, -0.71),
        (-0.71, 0.71),
        (0.38, -0.92),
        (0.38, 0.92),
        (-0.38, -0.92),
        (-0.38, 0.92),
    ];
    let disc = *disc;
    let (centre, radius) = (disc.centre(), disc.width.max(disc.height) / 2.0);
    let rings = (0..80).map(move |ring| radius + 8.0 + 6.0 * f64::from(ring) * (1.0 + f64::from(ring) / 16.0));
    rings.flat_map(move |far| {
        DIRECTIONS.into_iter().map(move |(right, down)| {
            let near = (centre.0 + right * far, centre.1 + down * far);
            // The side or corner that looks at the disc is at the end of the line.
            let x = near.0 - width * (1.0 - right.signum() * f64::from(right.abs() > 0.3)) / 2.0;
            let y = near.1 - height * (1.0 - down.signum() * f64::from(down.abs() > 0.3)) / 2.0;
            let room = Rect { x, y, width, height };
            let end = room.nearest(centre);
            let long = distance(centre, end).max(1e-6);
            Name { room, leader: Some((between(centre, end, (radius / long).min(1.0)), end)) }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Discs on a spiral that is dense in its middle.
    fn crowd(count: usize) -> (Vec<Rect>, Vec<Option<(f64, f64)>>) {
        let disc = |place: usize| {
            let turn = place as f64 * 2.4;
            let far = 9.0 * (place as f64).sqrt();
            Rect::around((200.0 + far * turn.cos(), 200.0 + far * turn.sin()), (6.0, 6.0))
        };
        ((0..count).map(disc).collect(), (0..count).map(|place| Some((30.0 + (place % 4) as f64 * 10.0, 13.0))).collect())
    }

    #[test]
    fn no_name_covers_a_name_or_a_disc() {
        let (discs, sizes) = crowd(120);
        let names: Vec<Name> = placed(&discs, &sizes).into_iter().flatten().collect();
        assert_eq!(names.len(), 120);
        for (place, name) in names.iter().enumerate() {
            assert!(discs.iter().all(|disc| !disc.meets(&name.room, 0.0)));
            assert!(names[place + 1..].iter().all(|other| !other.room.meets(&name.room, 0.0)));
        }
        assert!(names.iter().any(|name| name.leader.is_some()));
    }

    #[test]
    fn the_first_name_stands_to_the_right() {
        let (discs, sizes) = crowd(3);
        let first = placed(&discs, &sizes)[0].clone();
        assert!(first.is_some_and(|name| name.leader.is_none() && name.room.x > discs[0].right()));
    }
}
