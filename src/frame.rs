//! Floor 1: a finished Buffer + Caps -> colours fitted, text swept, bytes. Knows nothing of what is drawn.

mod caps;
mod document;
mod fit;
mod palette;
mod sgr;
mod stream;
mod svg;
mod twin;

pub use caps::{Caps, ColorLevel, Wishes, can_draw};
pub use document::{to_ansi, to_html, to_text};
pub use fit::{fit, sweep};
pub use stream::{ENTER, Encoder, LEAVE};
pub use svg::to_svg;
