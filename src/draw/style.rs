//! Colours and sizes, the same in every diagram.

/// A family of functions with its colour and names.
pub(super) struct Family {
    /// As the reference data name it.
    pub id: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// Fill colour, on which black text reads. The hues are those that one expects of the function; lightness and chroma were chosen so that
    /// any two stay as far apart as can be for all readers: at least 9 in CAM02-UCS as seen with protanopia and deuteranopia
    /// (simulated after Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009), 1291–1298), and 12 otherwise.
    pub fill: &'static str,
    /// A dark colour of the same hue, for lines.
    pub line: &'static str,
}

/// The families, in the order of the legend.
pub(super) const FAMILIES: &[Family] = &[
    Family { id: "economy", zh: "综合经济", en: "economy", fill: "#dab463", line: "#7a5a00" },
    Family { id: "resources-energy", zh: "资源能源", en: "resources and energy", fill: "#ffc79f", line: "#b8520c" },
    Family { id: "environment-water", zh: "水利生态", en: "water and ecology", fill: "#86d2e9", line: "#00707d" },
    Family { id: "agriculture", zh: "农林牧业", en: "agriculture and forestry", fill: "#c7f8cf", line: "#2c7a2c" },
    Family { id: "construction-transport", zh: "建设交通", en: "construction and transport", fill: "#d4d4d4", line: "#5a5a5a" },
    Family { id: "social", zh: "社会民生", en: "social affairs", fill: "#f1a1ca", line: "#9c2f6c" },
    Family { id: "science-culture", zh: "科教文化", en: "science and culture", fill: "#fff79b", line: "#7d7300" },
    Family { id: "finance", zh: "财政金融", en: "finance", fill: "#cfe9ff", line: "#1f6fa8" },
    Family { id: "security-law", zh: "政法安全", en: "law and security", fill: "#b2b0ff", line: "#4b46b8" },
    Family { id: "party-general", zh: "党政综合", en: "party and general offices", fill: "#d4b1ac", line: "#a1444a" },
    Family { id: "enterprise", zh: "企业", en: "enterprises", fill: "#ffffff", line: "#333333" },
];

/// The fill of a family that is not known.
pub(super) const UNKNOWN: &str = "#ffffff";

/// The fonts that have Chinese characters on the systems in use; Graphviz takes the first that is there.
pub(super) const FONT: &str = "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, Microsoft YaHei, PingFang SC, SimHei, sans-serif";

/// The fill colour of a family.
pub(super) fn fill(family: &str) -> &'static str {
    FAMILIES.iter().find(|known| known.id == family).map_or(UNKNOWN, |known| known.fill)
}

/// The colour of the lines of a family, where it is known.
pub(super) fn line(family: &str) -> Option<&'static str> {
    FAMILIES.iter().find(|known| known.id == family).map(|known| known.line)
}

/// The width of a line for a weight, in points: from 0.6 up, so that the strongest of `most` is as thick as the scale goes; the scale is
/// short where weights hardly differ.
pub(super) fn width(weight: usize, most: usize) -> f64 {
    width_of(weight as f64, most as f64)
}

/// The same for weights that need not be whole, the weakest of which is 1.
pub(super) fn width_of(weight: f64, most: f64) -> f64 {
    const THIN: f64 = 0.6;
    const THICK: f64 = 6.0;
    const STEP: f64 = 0.7;
    let thick = (THIN + STEP * (most - 1.0).max(0.0)).min(THICK);
    if most <= 1.0 { THIN } else { THIN + (thick - THIN) * (weight - 1.0).max(0.0) / (most - 1.0) }
}

/// The colour of words and outlines.
pub(super) const INK: &str = "#222222";
/// The colour of words that stand back.
pub(super) const QUIET: &str = "#444444";
/// The ground.
pub(super) const PAPER: &str = "#ffffff";

/// The colour of ties.
pub(super) const TIE: &str = "#444444a0";
/// The colour of the line of who leads.
pub(super) const LEAD: &str = "#222222";
/// The colour of the line of who is responsible.
pub(super) const RESPONSIBLE: &str = "#0072b2";
/// The colour of the line of who supports.
pub(super) const SUPPORT: &str = "#8c8c8c";
/// The ground of chapters and sections.
pub(super) const SECTION: &str = "#ffffff";
/// The ground of frames.
pub(super) const GROUND: &str = "#f7f7f7";
/// Fills of groups that have no colours of their own, in the order of their use: tints of Okabe and Ito's palette.
pub(super) const GROUPS: &[&str] = &["#9fd3ec", "#f4c98b", "#a8dcc5", "#e9bdd5", "#f7f0a4", "#a9c1e0", "#e3a587", "#cfcfcf"];

/// The scale of heat maps, from light to dark: blue at even steps of lightness, so that it rises evenly in grey too.
const SCALE: [&str; 9] = ["#eaf2fa", "#d3e3f3", "#b5d1ea", "#92bcdf", "#6ba3d2", "#4889c2", "#2c6dac", "#18528f", "#083b6f"];

/// The colour of a cell of a heat map, from 0 to 255, and that of the words in it.
pub(super) fn shade(strength: u8) -> (&'static str, &'static str) {
    let step = usize::from(strength) * (SCALE.len() - 1) / 255;
    (SCALE[step], if step > 4 { PAPER } else { INK })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stronger_is_darker_and_words_stand_out() {
        let light = |strength: u8| -> f64 {
            let (fill, _) = shade(strength);
            let channel = |from: usize| u8::from_str_radix(&fill[from..from + 2], 16).map_or(0.0, f64::from);
            0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
        };
        assert!((1..=255).all(|strength| light(strength) < light(strength - 1) + 1e-9 || shade(strength).0 == shade(strength - 1).0));
        assert!(
            (0..=255).all(|strength| (shade(strength).1 == INK) == (light(strength) > 130.0) || (100.0..160.0).contains(&light(strength)))
        );
    }

    #[test]
    fn the_strongest_is_as_thick_as_the_scale_goes() {
        assert!((width(1, 9) - 0.6).abs() < 1e-9 && (width(9, 9) - 6.0).abs() < 1e-9);
        assert!(width(2, 2) < 2.0, "two tasks are not much more than one");
        assert!((width(1, 1) - 0.6).abs() < 1e-9);
    }
}
