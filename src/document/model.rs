//! The parts of a document.

use super::numbering::Style;
use crate::diagnostic::Diagnostic;
use crate::text::{Source, Span};

/// A plan as a document 方案.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text.
    pub source: Source,
    /// What stands before the first number.
    pub front: Front,
    /// The numbered parts, in the order of the text.
    pub sections: Vec<Section>,
    /// The paragraphs, in the order of the text; the front is not among them.
    pub blocks: Vec<Block>,
    /// What could not be placed.
    pub diagnostics: Vec<Diagnostic>,
}

/// What stands before the first number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Front {
    /// The lines of the title 标题, one span a line.
    pub title: Vec<Span>,
    /// The number of the document 发文字号, as 内政办发〔2013〕61号.
    pub document_number: Option<Span>,
    /// To whom it is addressed 主送机关.
    pub recipients: Option<Span>,
    /// The paragraphs that open the text.
    pub preamble: Vec<Span>,
}

/// A numbered part 章节.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The style of its number.
    pub style: Style,
    /// Which one it is among its siblings, as numbered.
    pub ordinal: u32,
    /// The number with those of the sections around it, as 二（二）.
    pub path: String,
    /// The words of its heading, without the number.
    pub title: Option<Span>,
    /// The section that it lies in.
    pub parent: Option<usize>,
    /// From its number to the end of its last paragraph.
    pub span: Span,
}

/// A paragraph, or what a numbered line says after its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The section that it lies in.
    pub section: Option<usize>,
    /// Whether it begins with the section's number.
    pub numbered: bool,
    /// A heading of its own: the short first sentence of an unnumbered paragraph, or the section's.
    pub title: Option<Span>,
    /// The words after number and heading; empty where the line is only a heading.
    pub body: Span,
    /// The whole paragraph with number and heading.
    pub span: Span,
}

impl Document {
    /// The title in one line, its broken lines joined.
    pub fn title(&self) -> Option<String> {
        let lines: Vec<&str> = self.front.title.iter().map(|line| self.source.words(*line)).collect();
        (!lines.is_empty()).then(|| lines.concat())
    }

    /// The year that the plan is for: the only one that its title names, or else the year of its number, 内政办发〔2013〕61号.
    ///
    /// A title with several (2019—2021年行动计划) gives none.
    pub fn year(&self) -> Option<u16> {
        let title: String = self.front.title.iter().map(|line| line.of(self.source.folded())).collect();
        let mut years = years(&title);
        years.dedup();
        match (years.as_slice(), self.front.document_number) {
            ([year], _) => Some(*year),
            ([], Some(number)) => self::years(number.of(self.source.folded())).first().copied(),
            _ => None,
        }
    }

    /// The sections from the outermost to `section`.
    pub fn ancestry(&self, section: Option<usize>) -> Vec<usize> {
        let mut path: Vec<usize> = std::iter::successors(section, |at| self.sections[*at].parent).collect();
        path.reverse();
        path
    }

    /// The heading of a section.
    pub fn heading(&self, section: usize) -> Option<&str> {
        self.sections[section].title.map(|title| self.source.words(title))
    }
}

/// The numbers of four digits that are years of our time.
fn years(words: &str) -> Vec<u16> {
    let numbers = words.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    numbers.filter_map(|digits| digits.parse().ok()).filter(|year| (1990..2100).contains(year)).collect()
}

#[cfg(test)]
mod tests {
    use crate::document::parse;
    use crate::text::Source;

    #[test]
    fn the_year_of_a_plan_is_that_of_its_title_or_number() {
        let year = |text: &str| parse(Source::from_text("plan", text)).year();
        assert_eq!(year("2021年重点工作分工方案\n某政办发〔2020〕61号\n一、能源\n"), Some(2021));
        assert_eq!(year("重点工作分工方案\n某政办发〔2020〕61号\n一、能源\n"), Some(2020));
        assert_eq!(year("行动计划（2019—2021年）分工方案\n某政办发〔2019〕1号\n一、能源\n"), None);
        assert_eq!(year("重点工作分工方案\n一、到2020年建成\n"), None);
    }
}
