//! A font with Chinese characters, among those that are installed.

use super::style::FONT;
use fontdb::{Database, Family, Language, Query};

/// The name of an installed font with Chinese characters: the first of those that pictures ask for, else any that has them; none where
/// there is none, and a picture in pixels would show boxes.
pub fn chinese_font() -> Option<String> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let wanted = FONT.split(", ").filter(|name| *name != "sans-serif");
    let installed = |name: &&str| fonts.query(&Query { families: &[Family::Name(name)], ..Query::default() }).is_some();
    if let Some(name) = wanted.into_iter().find(installed) {
        return Some(name.to_owned());
    }
    let mut others: Vec<&str> = Vec::new();
    for face in fonts.faces() {
        let chinese = fonts.with_face_data(face.id, |data, index| {
            ttf_parser::Face::parse(data, index).is_ok_and(|face| "分厅".chars().all(|c| face.glyph_index(c).is_some()))
        });
        if chinese == Some(true) {
            let name = face.families.iter().find(|(_, language)| *language == Language::English_UnitedStates).or(face.families.first());
            others.extend(name.map(|(name, _)| name.as_str()));
        }
    }
    // The order in which a system lists its fonts is not always the same.
    others.into_iter().min().map(str::to_owned)
}
