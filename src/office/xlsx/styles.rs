//! How cells look.

use crate::office::layout::SIZE;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline};

/// The font of the words: it comes with every Chinese Windows, and with WPS.
const FONT: &str = "宋体";
/// The font of headings.
const BOLD_FONT: &str = "黑体";
/// Blue of links.
const LINK: u32 = 0x1F_4E_A8;

/// The formats of the cells of a workbook.
pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) about: Format,
    pub(super) head: Format,
    /// The head of a column to fill in.
    pub(super) head_filled: Format,
    pub(super) words: Format,
    pub(super) centred: Format,
    pub(super) percent: Format,
    pub(super) date: Format,
    /// A link in a table.
    pub(super) link: Format,
    /// A link outside of one.
    pub(super) plain_link: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        let plain = Format::new().set_font_name(FONT).set_font_size(SIZE).set_align(FormatAlign::VerticalCenter);
        let cell = plain.clone().set_border(FormatBorder::Thin).set_border_color(0x80_80_80).set_text_wrap();
        let centred = cell.clone().set_align(FormatAlign::Center);
        let head = centred.clone().set_font_name(BOLD_FONT).set_bold().set_background_color(0xDD_E8_F3);
        let linked = |format: &Format| format.clone().set_font_color(LINK).set_underline(FormatUnderline::Single);
        Self {
            title: plain.clone().set_font_name(BOLD_FONT).set_font_size(16).set_align(FormatAlign::Center).set_text_wrap(),
            about: plain.clone().set_text_wrap(),
            head_filled: head.clone().set_background_color(0xFF_F2_CC),
            head,
            percent: centred.clone().set_num_format("0%"),
            date: centred.clone().set_num_format("yyyy-mm-dd"),
            link: linked(&cell),
            plain_link: linked(&plain),
            words: cell,
            centred,
        }
    }

    /// Words of a table at another size.
    pub(super) fn sized(&self, size: f64) -> Format {
        self.words.clone().set_font_size(size)
    }
}
