//! The kinds of panel by name.

/// A kind of panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PanelKind {
    /// Ranking at one period.
    Bar,
    /// Before and after.
    Change,
    /// Intervals on one axis.
    Range,
    /// Series over time.
    Line,
    /// One value against another, or against time.
    Scatter,
    /// Events in lanes.
    Timeline,
    /// Records.
    Table,
    /// Entity × period grid.
    Heat,
    /// One line a figure.
    Stat,
    /// Notes.
    Text,
}

impl PanelKind {
    /// All kinds in the order in which they are documented.
    pub const ALL: [Self; 10] = [
        Self::Bar,
        Self::Change,
        Self::Range,
        Self::Line,
        Self::Scatter,
        Self::Heat,
        Self::Timeline,
        Self::Table,
        Self::Stat,
        Self::Text,
    ];

    /// The word in config.toml.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::Change => "change",
            Self::Range => "range",
            Self::Line => "line",
            Self::Scatter => "scatter",
            Self::Timeline => "timeline",
            Self::Table => "table",
            Self::Heat => "heat",
            Self::Stat => "stat",
            Self::Text => "text",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
