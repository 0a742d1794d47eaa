//! The article's figures, row by row, as it states them: bounds, flags, unit and period.

use std::sync::Arc;

use bellwether::base::Shape;
use bellwether::board::{DEFAULT_CONFIG, check_config};
use bellwether::data::{Dataset, FileBytes, read};

const NAME: &str = "data/ai-industry-2024.csv";
const BYTES: &[u8] = include_bytes!("../../data/ai-industry-2024.csv");

fn load(name: &str, bytes: &[u8]) -> Dataset {
    let (config, problems) = check_config(DEFAULT_CONFIG, "config.toml");
    assert_eq!(problems, [], "the config that ships has problems");
    let options = config.expect("a config").read_options(name);
    read(&[FileBytes { name: Arc::from(name), bytes: Arc::from(bytes), may_grow: false }], &options, None)
}

/// Line of the file, low, high, point, about, shape, unit, first day, last day: as the article states them.
type Fact = (u32, Option<f64>, Option<f64>, Option<f64>, bool, Shape, &'static str, &'static str, &'static str);

#[test]
fn the_article_s_measures_keep_bounds_flags_units_and_periods() {
    let dataset = load(NAME, BYTES);
    let n = Some;
    let facts: &[Fact] = &[
        (2, n(60.0), n(60.0), n(60.0), false, Shape::Exact, "s", "2024-01-01", "2024-03-31"),
        (3, n(5.0), n(20.0), None, false, Shape::Range, "s", "2024-12-01", "2024-12-31"),
        (4, None, None, None, false, Shape::Text, "", "2024-12-01", "2024-12-31"),
        (5, n(200.0), n(200.0), n(200.0), false, Shape::Exact, "USD", "2024-12-01", "2024-12-31"),
        (6, None, None, None, false, Shape::Unlimited, "", "2024-12-01", "2024-12-31"),
        (7, n(7e12), n(7e12), n(7e12), false, Shape::Exact, "USD", "2024-01-01", "2024-12-31"),
        (8, n(10.0), n(15.0), None, false, Shape::Range, "persons", "2023-01-01", ""),
        (9, n(2.0), None, None, false, Shape::Bound, "teams", "2023-01-01", ""),
        (10, n(50.0), None, None, false, Shape::Bound, "%", "2023-03-01", "2024-02-29"),
        (11, n(40.0), n(40.0), n(40.0), true, Shape::Exact, "%", "2024-01-01", "2024-03-31"),
        (12, None, n(17.0), None, false, Shape::Bound, "%", "2024-07-01", "2024-09-30"),
        (13, n(2.0), n(2.0), n(2.0), false, Shape::Exact, "quarters", "2024-04-01", "2024-09-30"),
        (14, n(1e7), n(99_999_999.0), None, false, Shape::Order, "", "2024-01-01", "2024-12-31"),
        (
            15,
            n(48_390_000.0),
            n(48_390_000.0),
            n(48_390_000.0),
            false,
            Shape::Exact,
            "users",
            "2024-10-01",
            "2024-10-31",
        ),
        (
            16,
            n(16_500_000.0),
            n(16_500_000.0),
            n(16_500_000.0),
            false,
            Shape::Exact,
            "users",
            "2024-10-01",
            "2024-10-31",
        ),
        (
            17,
            n(11_790_000.0),
            n(11_790_000.0),
            n(11_790_000.0),
            false,
            Shape::Exact,
            "users",
            "2024-10-01",
            "2024-10-31",
        ),
        (18, n(1.0), n(1.0), n(1.0), false, Shape::Exact, "rank", "2024-10-01", "2024-10-31"),
        (19, n(10.0), n(10.0), n(10.0), true, Shape::Exact, "min", "2024-10-01", "2024-12-31"),
        (20, None, n(2000.0), None, true, Shape::Bound, "persons", "2023-01-01", "2023-12-31"),
        (21, n(50.0), None, None, false, Shape::Bound, "%", "2023-01-01", ""),
        (22, None, None, None, false, Shape::Text, "", "2023-01-01", ""),
        (23, n(2.0), n(2.0), n(2.0), false, Shape::Exact, "businesses", "2023-01-01", ""),
        (24, n(6.0), n(6.0), n(6.0), false, Shape::Exact, "segments", "2021-11-01", "2021-11-30"),
        (25, n(7.0), None, None, false, Shape::Bound, "models", "", "2024-12-31"),
        (26, n(7.0), None, None, false, Shape::Bound, "items", "", "2024-12-31"),
        (27, n(5.0), None, None, false, Shape::Bound, "categories", "", "2024-12-31"),
        (28, n(2.0), n(2.0), n(2.0), false, Shape::Exact, "models", "2024-11-01", "2024-11-30"),
        (37, None, None, None, false, Shape::Text, "", "2024-12-01", "2024-12-31"),
        (38, None, None, None, false, Shape::Text, "", "2023-01-01", "2023-12-31"),
    ];
    for &(line, low, high, point, about, shape, unit, first, last) in facts {
        let at = dataset.refs().find(|at| dataset.row(dataset.get(*at).row).line == line).expect("a row at that line");
        let o = dataset.get(at);
        let m = &o.measure;
        let day = |day: Option<bellwether::base::Day>| day.map_or(String::new(), bellwether::base::Day::iso);
        assert_eq!(
            (m.low.map(|b| b.value), m.high.map(|b| b.value), m.point, m.about, m.shape),
            (low, high, point, about, shape),
            "line {line}: {}",
            m.raw
        );
        assert_eq!(
            (m.unit.code.as_ref(), day(o.period.first), day(o.period.last)),
            (unit, first.into(), last.into()),
            "line {line}"
        );
    }
    let exclusive = |line: u32| {
        let at = dataset.refs().find(|at| dataset.row(dataset.get(*at).row).line == line).expect("a row");
        let m = dataset.get(at).measure;
        m.low.or(m.high).is_some_and(|b| !b.inclusive)
    };
    assert!(exclusive(10) && exclusive(20) && exclusive(21) && !exclusive(12));
}
