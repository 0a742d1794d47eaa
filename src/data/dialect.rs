//! How a text is divided into records: delimiter, quote, what stands before the header and how many lines that has. Decided from
//! the beginning of the text, so that it stays the same while a file grows; what the config says wins.

mod header;

pub(super) use header::joined;

use super::ReadOptions;
use super::records::{Cursor, boundary};

/// Bytes of the text that are looked at, and records of them.
const SAMPLE: usize = 256 << 10;
const RECORDS: usize = 120;
/// Records that can stand above a header.
const PREAMBLE: usize = 40;
/// Marks that divide cells, the likelier first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Share of the filled cells that are in single quotes where those are quotes.
const QUOTED: f64 = 0.3;

/// How the records of a text are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// `None` = no cell is quoted.
    pub(super) quote: Option<u8>,
    /// Byte and 1-based line of the first header line, or of the first record where there is no header.
    pub(super) start: (usize, u32),
    /// Records that make up the header; 0 = there is none.
    pub(super) headers: usize,
    /// Whether the last of them is a line of units.
    pub(super) units: bool,
    /// Cells of most records.
    pub(super) width: usize,
    /// Whether some line that begins with `#` is no record: then none is.
    pub(super) hashes: bool,
    /// Whether lines that begin with `#` and are no record are comments, and last records of words only are footers.
    pub(super) guessed: bool,
    /// The line above the table that says what it is about.
    pub(super) title: Option<String>,
    /// What was decided, in sentences.
    pub(super) why: Vec<String>,
}

/// One record of the sample.
#[derive(Debug)]
pub(super) struct Sampled {
    pub(super) byte: usize,
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
}

impl Sampled {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// Its words as one text.
    fn words(&self) -> String {
        let cells = self.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        cells.collect::<Vec<_>>().join(" ")
    }
}

impl Dialect {
    /// Commas and double quotes, one header line at the start.
    pub(super) fn plain(delimiter: u8) -> Self {
        Self {
            delimiter,
            quote: Some(b'"'),
            start: (0, 1),
            headers: 1,
            units: false,
            width: 0,
            hashes: false,
            guessed: false,
            title: None,
            why: Vec::new(),
        }
    }

    /// Decides how a text is divided.
    pub(super) fn of(text: &str, options: &ReadOptions) -> Self {
        let end = if text.len() <= SAMPLE { text.len() } else { whole_lines(text, SAMPLE) };
        let sample = text.get(..end).unwrap_or(text);
        let (separator, start) = separator_line(sample);
        let start = options.skip.map_or(start, |lines| after_lines(sample, lines));
        let choose = |named: Option<u8>| {
            let delimiters = named.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
            Self::best(sample, &delimiters, start, options)
        };
        let (score, mut dialect) = choose(options.delimiter.or(separator));
        if score == 0.0 && options.delimiter.is_none() && separator.is_some() {
            dialect = choose(None).1;
        }
        let obeyed = separator == Some(dialect.delimiter);
        let marked = dialect.sample(sample);
        let mut marked =
            marked.iter().map(|record| (record.cells.first().map_or("", String::as_str), record.cells.len()));
        dialect.hashes = marked.any(|(first, cells)| dialect.is_comment(first, cells));
        if let Some(separator) = separator.map(char::from) {
            let why = if obeyed {
                "line 1 names the delimiter".to_owned()
            } else {
                format!("line 1 names {separator:?} as the delimiter, which divides nothing")
            };
            dialect.why.push(why);
        }
        match options.header {
            Some(headers) => (dialect.headers, dialect.guessed) = (headers, false),
            None => header::find(&mut dialect, sample, options.skip.is_some()),
        }
        dialect
    }

    /// The delimiter and quote under which the records are most alike, with how much they are.
    fn best(sample: &str, delimiters: &[u8], start: (usize, u32), options: &ReadOptions) -> (f64, Self) {
        let quotes = options.quote.map_or_else(|| vec![b'"', b'\''], |quote| vec![quote]);
        let mut best = (-1.0, Self::plain(b','));
        for quote in quotes {
            for delimiter in delimiters {
                let quote = Some(quote).filter(|quote| *quote != 0);
                let dialect = Self { quote, start, guessed: true, ..Self::plain(*delimiter) };
                if quote == Some(b'\'') && options.quote.is_none() && !is_quoted(&dialect, sample) {
                    continue;
                }
                let (score, width) = consistency(&dialect.sample(sample));
                if score > best.0 {
                    best = (score, Self { width, ..dialect });
                }
            }
        }
        best
    }

    /// The first records under this dialect, from its start on.
    pub(super) fn sample(&self, text: &str) -> Vec<Sampled> {
        let mut cursor = Cursor::new(text, self.start.0, self.start.1, self);
        let mut found = Vec::new();
        while found.len() < RECORDS
            && let Some(record) = cursor.next()
        {
            let cells = cursor.cells().map(String::from).collect();
            found.push(Sampled { byte: record.byte, line: record.line, cells });
        }
        found
    }

    /// How cells are divided, in words.
    pub(super) fn words(&self) -> String {
        let delimiter = match self.delimiter {
            b'\t' => "tab".to_owned(),
            other => format!("{:?}", char::from(other)),
        };
        match self.quote {
            Some(b'"') => format!("cells divided by {delimiter}"),
            Some(quote) => format!("cells divided by {delimiter}, quoted by {}", char::from(quote)),
            None => format!("cells divided by {delimiter}, never quoted"),
        }
    }

    /// Whether a record of this text is a comment: it begins with `#` and is no record of full width.
    pub(super) fn is_comment(&self, first: &str, cells: usize) -> bool {
        // `#` alone is the heading of ranks.
        let marked = first.trim().strip_prefix('#').filter(|rest| !rest.is_empty());
        // `#ai` is a tag: only a mark that stands apart makes a record of full width, or one that is only ragged, a comment.
        let apart = |rest: &str| rest.starts_with([' ', '\t', '#', '!']);
        let odd = |rest: &str| self.width > 1 && cells != self.width && (cells == 1 || apart(rest));
        let is = |rest: &str| odd(rest) || (apart(rest) && (self.hashes || self.width < 2));
        self.guessed && marked.is_some_and(is)
    }
}

/// `sep=;`: how some spreadsheets name the delimiter. What stands behind that line.
fn separator_line(text: &str) -> (Option<u8>, (usize, u32)) {
    let line = text.split(['\n', '\r']).next().unwrap_or("");
    let bare = line.trim_matches('"');
    let named = bare.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| bare.get(4..));
    match named.map(str::as_bytes) {
        Some([mark]) if mark.is_ascii() => (Some(*mark), after_lines(text, 1)),
        _ => (None, (0, 1)),
    }
}

/// Byte and line behind so many lines.
fn after_lines(text: &str, lines: usize) -> (usize, u32) {
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, 1);
    for _ in 0..lines {
        let Some(end) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')))
        else {
            return (text.len(), line);
        };
        at += end + 1;
        if bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        line += 1;
    }
    (at, line)
}

fn whole_lines(text: &str, most: usize) -> usize {
    let bytes = text.as_bytes().get(..most).unwrap_or_default();
    bytes.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or_else(|| boundary(text, most), |at| at + 1)
}

/// How alike the records are in their number of cells, with how many that is. Many cells alike say more than few.
fn consistency(records: &[Sampled]) -> (f64, usize) {
    let mut counts = std::collections::BTreeMap::new();
    for record in records {
        *counts.entry(record.cells.len()).or_insert(0_usize) += 1;
    }
    let share = |count: usize| count as f64 / records.len().max(1) as f64;
    // One record among others with a mark in it is a sentence with a comma.
    let counts_for = |width: usize, count: usize| width > 1 && (count > 2 || share(count) >= 0.5);
    let score = |width, count| if counts_for(width, count) { share(count) * (1.0 + width as f64).ln() } else { 0.0 };
    let best = counts.iter().max_by(|a, b| score(*a.0, *a.1).total_cmp(&score(*b.0, *b.1)));
    best.map_or(
        (0.0, 1),
        |(width, count)| {
            if counts_for(*width, *count) { (score(*width, *count), *width) } else { (0.0, 1) }
        },
    )
}

/// Whether the cells clearly are in single quotes: they begin and end with one, where none begins with a double one.
fn is_quoted(dialect: &Dialect, sample: &str) -> bool {
    let literal = Dialect { quote: None, ..dialect.clone() };
    let (mut single, mut filled) = (0, 0);
    for cell in literal.sample(sample).iter().flat_map(|record| &record.cells).map(|cell| cell.trim()) {
        if cell.starts_with('"') {
            return false;
        }
        filled += usize::from(!cell.is_empty());
        // A cell with the delimiter in it was cut: one quote is enough of it.
        single += usize::from(cell.len() > 1 && (cell.starts_with('\'') || cell.ends_with('\'')));
    }
    single as f64 >= filled as f64 * QUOTED && single > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Dialect {
        Dialect::of(text, &ReadOptions::default())
    }

    #[test]
    fn the_delimiter_is_the_mark_that_makes_records_alike() {
        for (text, delimiter, width) in [
            ("a,b\n1,2\n", b',', 2),
            ("a;b;c\nx;1,5;2\ny;2,5;3\n", b';', 3),
            ("a\tb\n1,2\t3\n", b'\t', 2),
            ("a|b|c\n1|2|3\n", b'|', 3),
            ("name,tags\nA,x;y\nB,x;y;z\n", b',', 2),
            ("note\nfirst, second\nthird\n", b',', 1),
            ("a,b\n\"x;y\",2\n\"z;w\",3\n", b',', 2),
            ("'a','b'\n'x,y','2'\n'z','3'\n", b',', 2),
        ] {
            let dialect = of(text);
            assert_eq!((dialect.delimiter, dialect.width.max(1)), (delimiter, width), "{text:?}");
        }
        assert_eq!(of("'a';'b'\n'x;y';'2'\n'z';'3'\n").quote, Some(b'\''));
        assert_eq!(of("a,b\nit's,5\n'tis,6\n").quote, Some(b'"'));
    }

    #[test]
    fn a_line_can_name_the_delimiter() {
        let dialect = of("sep=;\r\na;b\r\n1;2\r\n");
        assert_eq!((dialect.delimiter, dialect.start, dialect.headers), (b';', (7, 2), 1));
    }

    #[test]
    fn what_is_named_is_not_guessed() {
        let options = ReadOptions { skip: Some(1), header: Some(0), delimiter: Some(b':'), ..ReadOptions::default() };
        let dialect = Dialect::of("x\na:b\n1:2\n", &options);
        assert_eq!((dialect.delimiter, dialect.start, dialect.headers, dialect.guessed), (b':', (2, 2), 0, false));
    }
}
