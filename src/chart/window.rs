//! The part of a chart that is looked at.

/// Ends of the axes, where they are not those of the data.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Window {
    /// From and to on the horizontal axis.
    pub x: Option<(f64, f64)>,
    /// From and to on the vertical axis.
    pub y: Option<(f64, f64)>,
}

impl Window {
    /// Whether both axes span the data.
    pub fn is_whole(&self) -> bool {
        self.x.is_none() && self.y.is_none()
    }

    /// This window, and where it leaves an axis open that of another.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { x: self.x.or(other.x), y: self.y.or(other.y) }
    }
}
