//! Writes small PDFs.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

/// Page of positioned lines.
#[derive(Default)]
pub(crate) struct PdfPage {
    lines: Vec<(f32, f32, f32, String)>,
}

impl PdfPage {
    /// Adds a line.
    pub(crate) fn line(&mut self, left: f32, base: f32, size: f32, text: &str) {
        self.lines.push((left, base, size, text.to_owned()));
    }

    /// Adds lines of 10 pt below each other.
    pub(crate) fn column(&mut self, left: f32, top: f32, lines: &[&str]) {
        let mut base = top;
        for line in lines {
            self.line(left, base, 10.0, line);
            base -= 12.0;
        }
    }
}

const CATALOG: Ref = Ref::new(1);
const TREE: Ref = Ref::new(2);
const FONT: Ref = Ref::new(3);
const FONT_NAME: Name<'static> = Name(b"F1");

/// Returns the bytes of a PDF with these pages.
pub(crate) fn pdf(pages: &[PdfPage]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let id = |number: usize| Ref::new(10 + i32::try_from(number).unwrap());
    pdf.catalog(CATALOG).pages(TREE);
    let kids = (0..pages.len()).map(|page| id(2 * page));
    pdf.pages(TREE).kids(kids).count(i32::try_from(pages.len()).unwrap());
    pdf.type1_font(FONT).base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));
    for (number, sheet) in pages.iter().enumerate() {
        let mut page = pdf.page(id(2 * number));
        page.media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).parent(TREE).contents(id(2 * number + 1));
        page.resources().fonts().pair(FONT_NAME, FONT);
        page.finish();
        let mut content = Content::new();
        for (left, base, size, text) in &sheet.lines {
            content.begin_text().set_font(FONT_NAME, *size).next_line(*left, *base);
            content.show(Str(text.as_bytes())).end_text();
        }
        pdf.stream(id(2 * number + 1), &content.finish());
    }
    pdf.finish()
}

/// Returns a PDF whose forms each draw the next one twice: rendering takes exponential time.
pub(crate) fn decompression_bomb() -> Vec<u8> {
    const DEPTH: i32 = 40;
    let mut pdf = Pdf::new();
    let form = |number: i32| Ref::new(100 + number);
    pdf.catalog(CATALOG).pages(TREE);
    pdf.pages(TREE).kids([Ref::new(10)]).count(1);
    pdf.type1_font(FONT).base_font(Name(b"Helvetica"));
    let mut page = pdf.page(Ref::new(10));
    page.media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).parent(TREE).contents(Ref::new(11));
    page.resources().x_objects().pair(Name(b"X"), form(0));
    page.finish();
    pdf.stream(Ref::new(11), b"/X Do");
    for number in 0..DEPTH {
        let mut object = pdf.form_xobject(form(number), b"/X Do /X Do BT /F1 10 Tf 1 0 0 1 72 700 Tm (x) Tj ET");
        object.bbox(Rect::new(0.0, 0.0, 595.0, 842.0));
        let mut resources = object.resources();
        resources.fonts().pair(FONT_NAME, FONT);
        resources.x_objects().pair(Name(b"X"), form((number + 1).min(DEPTH - 1)));
    }
    pdf.finish()
}
