//! Lines set on pages, as PDF and OFD hold them: broken where the page is full, with headers and page numbers.

use super::Result;
use super::office::archive;

/// Points between the edges of the page and its text.
const MARGIN: f64 = 72.0;
const WIDTH: f64 = 595.0;
const HEIGHT: f64 = 842.0;
const SIZE: f64 = 16.0;
const TITLE: f64 = 22.0;
/// Points from one line to the next.
const LEADING: f64 = 28.0;

/// A line where it stands; `y` counts from the top.
struct Set {
    x: f64,
    y: f64,
    size: f64,
    words: String,
}

/// What is set on a page: lines of words, and drawn lines from a point to another.
#[derive(Default)]
pub(crate) struct Leaf {
    lines: Vec<Set>,
    rules: Vec<[f64; 4]>,
}

fn width(words: &str, size: f64) -> f64 {
    words.chars().map(|c| if c.is_ascii() { size / 2.0 } else { size }).sum()
}

/// Sets paragraphs on pages. Those that begin with full-width spaces are indented by as much; other short ones are titles in the middle.
pub(crate) fn set(paragraphs: &[&str], header: Option<&str>) -> Vec<Leaf> {
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        let words = paragraph.trim_start_matches('\u{3000}');
        let indent = SIZE * (paragraph.chars().count() - words.chars().count()) as f64;
        if indent == 0.0 && !words.ends_with('：') && width(words, TITLE) <= WIDTH - 2.0 * MARGIN {
            lines.push((WIDTH / 2.0 - width(words, TITLE) / 2.0, TITLE, words.to_owned()));
            continue;
        }
        let mut line = String::new();
        let mut x = MARGIN + indent;
        for c in words.chars() {
            // Closing marks may hang over the edge.
            let hangs = matches!(c, '，' | '。' | '、' | '；' | '：' | '）' | '》' | '〉' | '”');
            if x + width(&line, SIZE) + width(c.encode_utf8(&mut [0; 4]), SIZE) > WIDTH - MARGIN + 0.1 && !hangs {
                lines.push((x, SIZE, std::mem::take(&mut line)));
                x = MARGIN;
            }
            line.push(c);
        }
        lines.push((x, SIZE, line));
    }
    let a_page = ((HEIGHT - 2.0 * MARGIN) / LEADING) as usize;
    let pages = lines.chunks(a_page).enumerate().map(|(number, lines)| {
        let placed = lines.iter().enumerate().map(|(at, (x, size, words))| {
            let y = MARGIN + LEADING * at as f64 + SIZE;
            Set { x: *x, y, size: *size, words: words.clone() }
        });
        let number = format!("— {} —", number + 1);
        let middle = |words: &str| WIDTH / 2.0 - width(words, 12.0) / 2.0;
        let footer = Set { x: middle(&number), y: HEIGHT - 40.0, size: 12.0, words: number };
        let header = header.map(|words| Set { x: middle(words), y: 45.0, size: 12.0, words: words.to_owned() });
        Leaf { lines: header.into_iter().chain(placed).chain([footer]).collect(), rules: Vec::new() }
    });
    pages.collect()
}

/// A document of the official format, one text object a line.
pub(crate) fn ofd(leaves: &[Leaf]) -> Result<Vec<u8>> {
    let space = "http://www.ofdspec.org/2016";
    let millimetres = |points: f64| points * 25.4 / 72.0;
    let object = |line: &Set| {
        let (x, y, size) = (millimetres(line.x), millimetres(line.y - line.size), millimetres(line.size));
        let steps: String = line.words.chars().map(|c| format!("{:.3} ", if c.is_ascii() { size / 2.0 } else { size })).collect();
        let words = line.words.replace('&', "&amp;").replace('<', "&lt;");
        format!(
            "<ofd:TextObject ID=\"9\" Boundary=\"{x:.3} {y:.3} 170 9\" Font=\"1\" Size=\"{size:.3}\">\
             <ofd:TextCode X=\"0\" Y=\"{size:.3}\" DeltaX=\"{}\">{words}</ofd:TextCode></ofd:TextObject>",
            steps.trim_end()
        )
    };
    let path = |[x0, y0, x1, y1]: &[f64; 4]| {
        let [x, y, width, height] = [*x0, *y0, x1 - x0, y1 - y0].map(millimetres);
        format!(
            "<ofd:PathObject ID=\"8\" Boundary=\"{x:.3} {y:.3} {width:.3} {height:.3}\" LineWidth=\"0.2\">\
             <ofd:AbbreviatedData>M 0 0 L {width:.3} {height:.3}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    };
    let pages: Vec<(String, String)> = leaves
        .iter()
        .enumerate()
        .map(|(at, leaf)| {
            let objects: String = leaf.rules.iter().map(path).chain(leaf.lines.iter().map(object)).collect();
            let layer = format!("<ofd:Content><ofd:Layer ID=\"2\">{objects}</ofd:Layer></ofd:Content>");
            (format!("Doc_0/Pages/Page_{at}/Content.xml"), format!("<ofd:Page xmlns:ofd=\"{space}\">{layer}</ofd:Page>"))
        })
        .collect();
    let list: String = (0..pages.len()).map(|at| format!("<ofd:Page ID=\"{at}\" BaseLoc=\"Pages/Page_{at}/Content.xml\"/>")).collect();
    let document = format!("<ofd:Document xmlns:ofd=\"{space}\"><ofd:Pages>{list}</ofd:Pages></ofd:Document>");
    let root = format!("<ofd:OFD xmlns:ofd=\"{space}\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>");
    let pages: Vec<(&str, &str)> = pages.iter().map(|(name, xml)| (name.as_str(), xml.as_str())).collect();
    archive(&[&[("OFD.xml", root.as_str()), ("Doc_0/Document.xml", &document)], pages.as_slice()].concat())
}

/// A PDF that is being written: the objects, of which the first is the catalogue and the second the tree of pages.
struct Pdf {
    objects: Vec<String>,
}

impl Pdf {
    fn new() -> Self {
        Self { objects: vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), String::new()] }
    }

    /// Adds an object and gives its number.
    fn add(&mut self, object: String) -> usize {
        self.objects.push(object);
        self.objects.len()
    }

    fn stream(&mut self, entries: &str, data: &str) -> usize {
        self.add(format!("<< /Length {} {entries}>>\nstream\n{data}\nendstream", data.len()))
    }

    fn page(&mut self, resources: &str, content: &str) -> usize {
        self.page_of(&format!("/MediaBox [0 0 {WIDTH} {HEIGHT}]"), resources, content)
    }

    fn page_of(&mut self, shape: &str, resources: &str, content: &str) -> usize {
        let content = self.stream("", content);
        self.add(format!("<< /Type /Page /Parent 2 0 R {shape} /Resources << {resources} >> /Contents {content} 0 R >>"))
    }

    /// The file: objects, the table of where they begin, and the trailer.
    fn finish(mut self, pages: &[usize], trailer: &str) -> Vec<u8> {
        let kids: String = pages.iter().map(|page| format!("{page} 0 R ")).collect();
        self.objects[1] = format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len());
        let mut file = "%PDF-1.4\n".to_owned();
        let mut table = "0000000000 65535 f \n".to_owned();
        for (at, object) in self.objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
        }
        let (begin, count) = (file.len(), self.objects.len() + 1);
        file.push_str(&format!("xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R {trailer}>>\nstartxref\n{begin}\n%%EOF\n"));
        file.into_bytes()
    }
}

/// A PDF with text: a composite font whose codes are numbered as the characters come, with the table that says what they mean.
/// `turned` pages lie on their side, and the file says that they are to be shown upright.
pub(crate) fn pdf(leaves: &[Leaf], turned: bool) -> Vec<u8> {
    let mut characters: Vec<char> = Vec::new();
    let contents: Vec<String> = leaves
        .iter()
        .map(|leaf| {
            let mut content = if turned { format!("0 1 -1 0 {HEIGHT} 0 cm\n") } else { String::new() };
            for [x0, y0, x1, y1] in &leaf.rules {
                content.push_str(&format!("{x0} {} m {x1} {} l S\n", HEIGHT - y0, HEIGHT - y1));
            }
            for line in &leaf.lines {
                let mut codes = String::new();
                for c in line.words.chars() {
                    let code = characters.iter().position(|known| *known == c).unwrap_or_else(|| {
                        characters.push(c);
                        characters.len() - 1
                    });
                    codes.push_str(&format!("{:04X}", code + 1));
                }
                content.push_str(&format!("BT /F1 {} Tf 1 0 0 1 {:.2} {:.2} Tm <{codes}> Tj ET\n", line.size, line.x, HEIGHT - line.y));
            }
            content
        })
        .collect();
    let mut file = Pdf::new();
    let numbered = || characters.iter().enumerate().map(|(at, c)| (at + 1, *c));
    // A list of a table of meanings has at most a hundred entries.
    let entries: Vec<String> = numbered().map(|(code, c)| format!("<{code:04X}> <{:04X}>\n", u32::from(c))).collect();
    let lists: String = entries.chunks(100).map(|list| format!("{} beginbfchar\n{}endbfchar\n", list.len(), list.concat())).collect();
    let meanings = file.stream(
        "",
        &format!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{lists}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
        ),
    );
    let widths: String = numbered().filter(|(_, c)| c.is_ascii()).map(|(code, _)| format!("{code} [500] ")).collect();
    let descriptor = file.add("<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /Ascent 859 /Descent -141 >>".to_owned());
    let descendant = file.add(format!(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /W [{widths}] /FontDescriptor {descriptor} 0 R \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    ));
    let font = file.add(format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] /ToUnicode {meanings} 0 R >>"
    ));
    let resources = format!("/Font << /F1 {font} 0 R >>");
    let shape = if turned { format!("/MediaBox [0 0 {HEIGHT} {WIDTH}] /Rotate 90") } else { format!("/MediaBox [0 0 {WIDTH} {HEIGHT}]") };
    let pages: Vec<usize> = contents.iter().map(|content| file.page_of(&shape, &resources, content)).collect();
    file.finish(&pages, "")
}

/// A table drawn with lines under a title, over pages. A cell that is `None` belongs to the one above it.
pub(crate) fn ruled(title: &str, widths: &[f64], pages: &[&[&[Option<&str>]]]) -> Vec<Leaf> {
    let (size, height) = (12.0, 54.0);
    let steps = widths.iter().scan(MARGIN, |x, width| {
        *x += width;
        Some(*x)
    });
    let borders: Vec<f64> = std::iter::once(MARGIN).chain(steps).collect();
    let mut leaves: Vec<Leaf> = Vec::new();
    for (at, rows) in pages.iter().enumerate() {
        let mut leaf = Leaf::default();
        // The table of the first page begins lower, below the title.
        let top = MARGIN + if at == 0 { 40.0 } else { 0.0 };
        if at == 0 {
            leaf.lines.push(Set { x: 200.0, y: MARGIN, size: TITLE, words: title.to_owned() });
        }
        let bottom = top + height * rows.len() as f64;
        leaf.rules.extend(borders.iter().map(|x| [*x, top, *x, bottom]));
        leaf.rules.push([borders[0], bottom, borders[widths.len()], bottom]);
        for (row, cells) in rows.iter().enumerate() {
            let y = top + height * row as f64;
            for (column, cell) in cells.iter().enumerate() {
                let Some(words) = cell else { continue };
                leaf.rules.push([borders[column], y, borders[column + 1], y]);
                let characters: Vec<char> = words.chars().collect();
                for (line, words) in characters.chunks(((widths[column] - 10.0) / size) as usize).enumerate() {
                    let y = y + 14.0 * (line + 1) as f64;
                    leaf.lines.push(Set { x: borders[column] + 5.0, y, size, words: words.iter().collect() });
                }
            }
        }
        leaves.push(leaf);
    }
    leaves
}

/// A PDF whose pages are pictures.
pub(crate) fn scan(pages: usize) -> Vec<u8> {
    let mut file = Pdf::new();
    let entries = "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 ";
    let picture = file.stream(entries, "AZZA");
    let resources = format!("/XObject << /I {picture} 0 R >>");
    let pages: Vec<usize> = (0..pages).map(|_| file.page(&resources, "q 595 0 0 842 0 0 cm /I Do Q")).collect();
    file.finish(&pages, "")
}

/// A PDF that asks for a password.
pub(crate) fn encrypted() -> Vec<u8> {
    let mut file = Pdf::new();
    let key = "5A".repeat(32);
    let lock = file.add(format!("<< /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >>"));
    let page = file.page("", "BT ET");
    file.finish(&[page], &format!("/Encrypt {lock} 0 R /ID [<00> <00>] "))
}

/// A PDF whose content opens brackets and never closes them.
pub(crate) fn nested() -> Vec<u8> {
    let mut file = Pdf::new();
    let page = file.page("", &"[".repeat(100_000));
    file.finish(&[page], "")
}

/// A PDF of some kilobytes whose forms each paint the next one twice.
pub(crate) fn doubled() -> Vec<u8> {
    let mut file = Pdf::new();
    let page = file.page("/XObject << /X 5 0 R >>", "/X Do");
    for next in 6..36 {
        let resources = format!("/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {next} 0 R >> >> ");
        file.stream(&resources, "/X Do /X Do");
    }
    file.stream("/Type /XObject /Subtype /Form /BBox [0 0 1 1] ", "q Q");
    file.finish(&[page], "")
}
