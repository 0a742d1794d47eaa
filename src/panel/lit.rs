//! One entity lit in every panel: its marks keep their strength and have a sign, all others step back. Every kind asks
//! [`View::light`] for each thing that it draws, and styles what it draws by the answer.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use super::View;
use super::ink::put;
use crate::base::ObsRef;

/// The sign of what is lit, the same that is pressed to light it: in the first column of a list, never only by colour.
pub(super) const SIGN: &str = "*";

/// How something is drawn while an entity may be lit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Light {
    /// Nothing is lit.
    Plain,
    /// It is of the lit entity.
    Lit,
    /// Another entity is lit.
    Dim,
}

impl View<'_> {
    /// Whether any of these observations is of the lit entity; none where nothing is lit.
    pub(super) fn is_lit(&self, obs: &[ObsRef]) -> Option<bool> {
        self.look.lit.map(|lit| obs.iter().any(|at| self.dataset.is_of(*at, lit)))
    }

    /// How a mark for these observations is drawn.
    pub(super) fn light(&self, obs: &[ObsRef]) -> Light {
        match self.is_lit(obs) {
            None => Light::Plain,
            Some(true) => Light::Lit,
            Some(false) => Light::Dim,
        }
    }
}

impl Light {
    /// Of a name or label: bold and underlined where lit.
    pub(super) fn label(self, style: Style, view: &View<'_>) -> Style {
        match self {
            Self::Lit => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            other => other.mark(style, view),
        }
    }

    /// Of a number, a bar, a line or a point: as it is where lit, else without its own colour.
    pub(super) fn mark(self, style: Style, view: &View<'_>) -> Style {
        match self {
            Self::Plain => style,
            Self::Lit => style.add_modifier(Modifier::BOLD),
            Self::Dim => view.look.theme.dim,
        }
    }

    /// Writes the sign at the left edge of a line where lit; the cursor's own sign may cover it.
    pub(super) fn draw_sign(self, view: &View<'_>, y: u16, buf: &mut Buffer) {
        if self == Self::Lit {
            put(buf, view.area, (0, y), 1, SIGN, view.look.theme.accent, view.look.ascii);
        }
    }
}
