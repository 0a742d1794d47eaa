//! The line through the points, dotted as what is computed is, and what it says below the plot.

use ratatui::buffer::Buffer;

use super::Frame;
use crate::base::{Dimension, Unit, write_unit_suffix};
use crate::board::{Scatter, ScatterTrend};
use crate::chart::{Dash, Pen, Raster, ScaleKind};
use crate::panel::View;
use crate::panel::ink::safe;

/// Draws the line from its first to its last point, as far as it is on the axes, where nothing else stands: what is stated goes before
/// what is computed.
pub(super) fn draw(scatter: &Scatter, frame: &Frame, view: &View<'_>, buf: &mut Buffer) {
    let Some(trend) = &scatter.trend else { return };
    let mut raster = Raster::new(frame.plot, view.look.glyphs);
    let (across, down) = (raster.width() as f64, raster.height() as f64);
    let (width, height) = (f64::from(frame.plot.width), f64::from(frame.plot.height));
    let dot = |x: f64, y: f64| {
        let (right, up) = (frame.x.reach(x) / width * across, frame.y.reach(y) / height * down);
        (right.floor() as i64, (down - up).floor() as i64)
    };
    let (first, last) = trend.span();
    let mut pen = Pen::new(view.look.theme.derived, Dash::Dotted);
    let mut before = None;
    for cell in 0..=frame.plot.width {
        let x = frame.x.value(f64::from(cell)).clamp(first, last.max(first)).clamp(frame.x.low, frame.x.high);
        let y = trend.value(x);
        // What a log axis has no place for breaks the line.
        let here = (y.is_finite() && (frame.y.kind != ScaleKind::Log || y > 0.0)).then(|| dot(x, y));
        if let Some((before, here)) = before.zip(here) {
            raster.stroke(before, here, &mut pen);
        }
        before = here;
    }
    let mut layer = Buffer::empty(frame.plot);
    raster.draw(&mut layer);
    for at in frame.plot.intersection(buf.area).positions() {
        if let (Some(from), Some(to)) = (layer.cell(at), buf.cell_mut(at))
            && to.symbol() == " "
        {
            to.clone_from(from);
        }
    }
}

/// What the line says, longest first.
pub(super) fn forms(scatter: &Scatter, view: &View<'_>) -> Vec<String> {
    let look = view.look;
    let forms = match &scatter.trend {
        None => return Vec::new(),
        Some(ScatterTrend::Time(trend)) => trend.forms(look.numbers),
        Some(ScatterTrend::Values(line)) => {
            // One more of a rate is a point, not a percent of it.
            let one = |unit: &Unit| match unit.dimension {
                Dimension::Percent => "pp".to_owned(),
                _ => write_unit_suffix(unit).trim().to_owned(),
            };
            let unit = |unit: &Option<Unit>| unit.as_ref().map(one);
            let [x, y] = [&scatter.x.unit, &scatter.y.unit].map(|of| unit(of).unwrap_or_default());
            line.forms(&x, &y, look.numbers)
        }
    };
    let lead = match (&scatter.records, look.ascii) {
        (None, true) => "... ",
        (None, false) => "┈┈ ",
        (Some(_), true) => "... records: ",
        (Some(_), false) => "┈┈ records: ",
    };
    forms.into_iter().map(|text| safe(&format!("{lead}{text}"), look)).collect()
}
