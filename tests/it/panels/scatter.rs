//! Scatter panels: every point is where its values are, whatever they are, and the extremes can be seen.

use super::*;
use bellwether::base::Standing;
use bellwether::board::{Called, PointGroup, Reference, Scatter, ScatterAxis, ScatterPoints, ValueScale, Way};
use bellwether::chart::{Periods, ScaleKind, Window};
use proptest::prelude::*;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Dataset> = LazyLock::new(shipped);

/// So many points in a spiral, in groups.
pub(super) fn cloud(count: usize) -> Vec<(f64, f64)> {
    let point = |at: usize| {
        let turn = at as f64 / 9.0;
        (turn * turn.cos() * 1e3, turn * turn.sin())
    };
    (0..count).map(point).collect()
}

pub(super) fn of(points: &[(f64, f64)], log: bool) -> Resolved {
    let mut points: Vec<(f64, f64)> = points.iter().copied().filter(|(x, y)| !log || (*x > 0.0 && *y > 0.0)).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let domain = |of: fn(&(f64, f64)) -> f64| {
        points.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let axis = |name: &str, domain| ScatterAxis {
        name: name.to_owned(),
        unit: Some(Unit::none()),
        scale: ValueScale::of(if log { ScaleKind::Log } else { ScaleKind::Linear }, false),
        periods: Periods::default(),
        domain,
        references: vec![Reference { value: 5.0, label: String::from("target") }],
    };
    let (x, y) = (axis("price 价格", domain(|p| p.0)), axis("power", domain(|p| p.1)));
    let group =
        |nth: u8| PointGroup { name: format!("Group 组 {nth}"), hue: Hue(nth), shape: (nth < 6).then_some(nth) };
    let count = points.len();
    let standings = [Standing::Actual, Standing::Estimate, Standing::Forecast, Standing::Rumour];
    let ways = [Way::No, Way::No, Way::Up, Way::Down, Way::Left, Way::Right];
    let columns = ScatterPoints {
        x: points.iter().map(|p| p.0).collect(),
        y: points.iter().map(|p| p.1).collect(),
        obs: (0..count as u32).map(|at| ObsRef(at % 70)).collect(),
        x_obs: (0..count as u32).map(|at| ObsRef(at % 60)).collect(),
        group: (0..count).map(|at| (at % 7) as u8).collect(),
        standing: (0..count).map(|at| standings[at % 4]).collect(),
        open: (0..count).map(|at| ways[at % 6]).collect(),
        ranges: (0..count as u32).step_by(3).map(|at| (at, [Some(-1e9), Some(3.0), None, None])).collect(),
    };
    Resolved::Scatter(Box::new(Scatter {
        x,
        y,
        points: columns,
        groups: (0..7).map(group).collect(),
        called: Called::EntityAndPeriod,
        telling: (0..count as u32).rev().take(40).collect(),
        labels: None,
        trend: None,
        laid: Vec::new(),
        records: log.then(|| (0..count as u32).step_by(9).collect()),
        aside: vec![String::from("3 without price 价格")],
    }))
}

fn panel(resolved: Resolved) -> Panel {
    Panel {
        id: Arc::from("x"),
        kind: PanelKind::Scatter,
        title: String::from("Title"),
        corner: String::new(),
        bottom: String::new(),
        resolved,
        obs: Vec::new(),
        file: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Any finite data, alone or in a crowd: all marks are inside, the extremes have one, and a walk reaches every mark.
    #[test]
    fn every_point_is_inside_and_the_extremes_are_seen(
        points in proptest::collection::vec((any::<f64>(), any::<f64>()), 1..40),
        more in proptest::option::of(100usize..900),
        log: bool,
        width in 30u16..200,
        height in 6u16..60,
    ) {
        let mut points: Vec<(f64, f64)> = points.into_iter().filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
        points.extend(cloud(more.unwrap_or(0)));
        let Resolved::Scatter(scatter) = of(&points, log) else { unreachable!() };
        prop_assume!(!scatter.points.is_empty());
        let ys = scatter.points.y.clone();
        let panel = panel(Resolved::Scatter(scatter));
        let (theme, changed) = (Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
        let look = look(&theme, false, &changed);
        let area = Rect::new(3, 2, width, height);
        let view = View { panel: &panel, dataset: &SHIPPED, area, look: &look, cursor: Cursor::default(), focused: true, window: Window::default() };
        let marks = panel::marks(&view);
        prop_assert!(marks.iter().all(|mark| mark.area.intersection(area) == mark.area && mark.area.area() == 1));
        let buf = drawn(&view);
        let blank = |mark: &&panel::Mark| buf[(mark.area.x, mark.area.y)].symbol() == " ";
        prop_assert!(marks.iter().find(blank).is_none(), "{:?}", marks.iter().find(blank));
        let extreme = |best: fn(f64, f64) -> f64| ys.iter().copied().reduce(best).expect("a point");
        let rows: Vec<u16> = marks.iter().map(|mark| mark.area.y).collect();
        let (top, bottom) = (extreme(f64::max), extreme(f64::min));
        let row_of = |value: f64| marks.iter().filter(|m| ys[m.item] == value).map(|m| m.area.y).next();
        if let Some(row) = row_of(top) {
            prop_assert_eq!(Some(&row), rows.iter().min());
        }
        if let Some(row) = row_of(bottom) {
            prop_assert_eq!(Some(&row), rows.iter().max());
        }
        // From the first point to the last, each step to the right.
        let (mut here, mut steps) = (view.cursor, 0);
        while let Ok(next) = panel::step(&View { cursor: here, ..view }, Move::Right) {
            prop_assert!(next.item > here.item);
            (here, steps) = (next, steps + 1);
        }
        prop_assert!(steps < ys.len());
        let columns: std::collections::BTreeSet<u16> = marks.iter().map(|mark| mark.area.x).collect();
        prop_assert!(steps + 1 >= columns.len(), "{} steps, {} columns", steps, columns.len());
    }
}

#[test]
fn up_and_down_go_by_value() {
    let panel = panel(of(&[(0.0, 5.0), (1.0, 1.0), (2.0, 9.0), (3.0, 5.0)], false));
    let (theme, changed) = (Theme::dark(), BTreeMap::<_, Option<Measure>>::new());
    let look = look(&theme, false, &changed);
    let area = Rect::new(0, 0, 80, 20);
    let walk = |from: usize, direction: Move| {
        let mut cursor = Cursor { item: from, ..Cursor::default() };
        let mut seen = vec![cursor.item];
        loop {
            let view = View {
                panel: &panel,
                dataset: &SHIPPED,
                area,
                look: &look,
                cursor,
                focused: true,
                window: Window::default(),
            };
            let Ok(next) = panel::step(&view, direction) else { return seen };
            cursor = next;
            seen.push(cursor.item);
        }
    };
    assert_eq!(walk(1, Move::Up), [1, 0, 3, 2]);
    assert_eq!(walk(2, Move::Down), [2, 3, 0, 1]);
    assert_eq!(walk(3, Move::Left), [3, 2, 1, 0]);
}
