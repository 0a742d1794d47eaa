//! What could not be read or does not fit: where, what, and what to do about it.

use std::fmt;
use std::sync::Arc;

/// How bad it is. `check` exits 1 on a warning or an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is lost (a guess that was made).
    Note,
    /// Something looks wrong and is shown all the same.
    Warning,
    /// Something could not be used.
    Error,
}

impl Severity {
    /// Lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A stable, kebab-case name of a kind of problem, e.g. `unit-conflict`, `two-amounts`, `unknown-key`.
pub type Code = &'static str;

/// Where a problem is. Lines and columns are 1-based; `col` is the character column of the cell or token itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// File as the user named it.
    pub file: Option<Arc<str>>,
    /// Line.
    pub line: Option<u32>,
    /// Character column.
    pub col: Option<u32>,
    /// Header of the CSV column, or dotted key of the config.
    pub column: Option<Arc<str>>,
}

/// The line of a file that a problem is in, cut around it where it is long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Its text, without line end.
    pub line: Arc<str>,
    /// Characters of `line` before the offending text.
    pub from: u32,
}

/// One problem, said once: code, place, one line, a help.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// Kind of problem.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// The offending text, as typed.
    pub text: Option<Arc<str>>,
    /// The line around it.
    pub excerpt: Option<Excerpt>,
    /// One line, without place and without final period.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem without place, text and help yet.
    pub fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self { code, severity, place: Place::default(), text: None, excerpt: None, message: message.into(), help: None }
    }

    /// An error.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// Adds the offending text.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.text = Some(Arc::from(text));
        self
    }

    /// Adds the line around the offending text.
    #[must_use]
    pub fn with_excerpt(self, excerpt: Option<Excerpt>) -> Self {
        Self { excerpt, ..self }
    }

    /// Adds the remedy.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// `file:line:col` with the parts that are known.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}")?;
        }
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(col) = self.col {
                write!(f, ":{col}")?;
            }
        }
        Ok(())
    }
}
