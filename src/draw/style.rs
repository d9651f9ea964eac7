//! Colours and sizes, the same in every diagram.

/// A family of functions with its colour and names.
pub(super) struct Family {
    /// As the reference data name it.
    pub id: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// Fill colour: a light tint, on which black text reads and which stays apart in grey; hues after Okabe and Ito's palette for
    /// colour-blind readers.
    pub fill: &'static str,
}

/// The families, in the order of the legend.
pub(super) const FAMILIES: &[Family] = &[
    Family { id: "economy", zh: "综合经济", fill: "#f4c98b" },
    Family { id: "resources-energy", zh: "资源能源", fill: "#e3a587" },
    Family { id: "environment-water", zh: "水利生态", fill: "#9fd3ec" },
    Family { id: "agriculture", zh: "农林牧业", fill: "#a8dcc5" },
    Family { id: "construction-transport", zh: "建设交通", fill: "#cfcfcf" },
    Family { id: "social", zh: "社会民生", fill: "#e9bdd5" },
    Family { id: "science-culture", zh: "科教文化", fill: "#f7f0a4" },
    Family { id: "finance", zh: "财政金融", fill: "#a9c1e0" },
    Family { id: "security-law", zh: "政法安全", fill: "#d9c6e8" },
    Family { id: "party-general", zh: "党政综合", fill: "#f1b6ae" },
    Family { id: "enterprise", zh: "企业", fill: "#ffffff" },
];

/// The fill of a family that is not known.
pub(super) const UNKNOWN: &str = "#ffffff";

/// The fonts that have Chinese characters on the systems in use; Graphviz takes the first that is there.
pub(super) const FONT: &str = "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, Microsoft YaHei, PingFang SC, SimHei, sans-serif";

/// The fill colour of a family.
pub(super) fn fill(family: &str) -> &'static str {
    FAMILIES.iter().find(|known| known.id == family).map_or(UNKNOWN, |known| known.fill)
}

/// The width of a line for a weight, in points: from 0.6 to 6, so that the strongest of `most` is as thick as the scale goes.
pub(super) fn width(weight: usize, most: usize) -> f64 {
    const THIN: f64 = 0.6;
    const THICK: f64 = 6.0;
    if most <= 1 { THIN } else { THIN + (THICK - THIN) * (weight - 1) as f64 / (most - 1) as f64 }
}
