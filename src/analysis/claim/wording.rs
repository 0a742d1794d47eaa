//! Which metrics state something of other metrics, told by their names: `ad revenue growth, YoY`, `用户数同比增速`, `rank by users`.
//! Only names are read here; whether there are values to compare with is for others to see.

use crate::base::{Folded, Precision};

/// Against which period a change is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Window {
    /// The same period one year before.
    Year,
    /// The period before, of periods of that length where the word names one (`QoQ`).
    Before(Option<Precision>),
    /// The name does not say.
    Open,
}

/// What a name states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Statement {
    /// A change of another metric; `falls` where a stated 14 % means −14 %.
    Growth { window: Window, falls: bool },
    /// The part of the total of another metric.
    Share,
    /// One metric in terms of another one of the same entity, by its plain names.
    Ratio { of: String },
    /// So many times another entity's value, by its plain name.
    Multiple { of: String },
    /// A place among all entities.
    Rank,
    /// Time from one event to another, by their plain names; `None` = until the row's own period.
    Lag { from: String, to: Option<String> },
}

/// A name read as a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wording {
    pub(super) statement: Statement,
    /// Plain names that the metric it speaks of may have, the most likely first; empty for lags.
    pub(super) bases: Vec<String>,
    /// Whether the words can hardly mean anything else: then it is a claim even where nothing is there to check it with.
    pub(super) strong: bool,
}

/// A word or phrase at an end of a name.
#[derive(Debug, Clone, Copy)]
enum Cue {
    Grows,
    Changes,
    Falls,
    /// A change by itself.
    Against(Window),
    /// The same in letters that may be another word: `mom`.
    Maybe(Window),
    /// No change without another word: an annual report.
    Beside(Window),
    Filler,
}

const YEAR: Window = Window::Year;
const BEFORE: Window = Window::Before(None);
const QUARTER: Window = Window::Before(Some(Precision::Quarter));
const MONTH: Window = Window::Before(Some(Precision::Month));
const WEEK: Window = Window::Before(Some(Precision::Week));

/// Against what a change is stated, before or behind the rest; the longest first where one ends in another.
const WINDOWS: &[(&str, Cue)] = &[
    ("year on year", Cue::Against(YEAR)),
    ("year over year", Cue::Against(YEAR)),
    ("yoy", Cue::Against(YEAR)),
    ("y o y", Cue::Maybe(YEAR)),
    ("y y", Cue::Maybe(YEAR)),
    ("annual", Cue::Beside(YEAR)),
    ("yearly", Cue::Beside(YEAR)),
    ("quarter on quarter", Cue::Against(QUARTER)),
    ("quarter over quarter", Cue::Against(QUARTER)),
    ("qoq", Cue::Against(QUARTER)),
    ("q o q", Cue::Maybe(QUARTER)),
    ("q q", Cue::Maybe(QUARTER)),
    ("month on month", Cue::Against(MONTH)),
    ("month over month", Cue::Against(MONTH)),
    ("mom", Cue::Maybe(MONTH)),
    ("m o m", Cue::Maybe(MONTH)),
    ("m m", Cue::Maybe(MONTH)),
    ("week on week", Cue::Against(WEEK)),
    ("week over week", Cue::Against(WEEK)),
    ("wow", Cue::Maybe(WEEK)),
    ("w w", Cue::Maybe(WEEK)),
    ("sequential", Cue::Beside(BEFORE)),
];

/// Behind the metric that they speak of.
const BEHIND: &[(&str, Cue)] = &[
    ("growth rate", Cue::Grows),
    ("rate of growth", Cue::Grows),
    ("growth", Cue::Grows),
    ("increase", Cue::Changes),
    ("rise", Cue::Changes),
    ("gain", Cue::Changes),
    ("change", Cue::Changes),
    ("decline", Cue::Falls),
    ("decrease", Cue::Falls),
    ("drop", Cue::Falls),
    ("fall", Cue::Falls),
    ("reduction", Cue::Falls),
    ("percent", Cue::Filler),
    ("pct", Cue::Filler),
];

/// Before it.
const AHEAD: &[(&str, Cue)] = &[
    ("growth rate of", Cue::Grows),
    ("growth rate in", Cue::Grows),
    ("growth in", Cue::Grows),
    ("growth of", Cue::Grows),
    ("increase in", Cue::Changes),
    ("rise in", Cue::Changes),
    ("change in", Cue::Changes),
    ("decline in", Cue::Falls),
    ("decrease in", Cue::Falls),
    ("drop in", Cue::Falls),
    ("fall in", Cue::Falls),
    ("reduction in", Cue::Falls),
    ("the", Cue::Filler),
];

/// Chinese words need no blank before them.
const CHINESE_BEHIND: &[(&str, Cue)] = &[
    ("增长速度", Cue::Grows),
    ("增长率", Cue::Grows),
    ("增速", Cue::Grows),
    ("增幅", Cue::Grows),
    ("增长", Cue::Grows),
    ("升幅", Cue::Changes),
    ("涨幅", Cue::Changes),
    ("增加", Cue::Changes),
    ("变化率", Cue::Changes),
    ("变化", Cue::Changes),
    ("变动", Cue::Changes),
    ("降幅", Cue::Falls),
    ("跌幅", Cue::Falls),
    ("下降", Cue::Falls),
    ("下滑", Cue::Falls),
    ("减少", Cue::Falls),
    ("同比", Cue::Against(YEAR)),
    ("较上年同期", Cue::Against(YEAR)),
    ("环比", Cue::Against(BEFORE)),
    ("的", Cue::Filler),
];

/// Averages over several periods are no change from one to the next.
const AVERAGES: &[&str] = &["cagr", "compound", "average", "年均", "复合", "平均"];

/// A name as names are compared here: folded, without punctuation, words parted by one blank.
pub(super) fn plain(name: &str) -> String {
    let part = |c: char| {
        if "→➔".contains(c) {
            String::from(" to ")
        } else if c.is_alphanumeric() {
            c.to_string()
        } else {
            String::from(" ")
        }
    };
    let spaced: String = crate::base::fold(name).chars().map(part).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All names of one thing, plain: the whole one, halves, joined ones.
pub(super) fn plain_forms(name: &Folded) -> Vec<String> {
    let halves = name.halves.iter().flat_map(|(latin, cjk)| [&**latin, &**cjk]);
    let mut forms: Vec<String> = name.wholes().chain(halves).map(plain).filter(|form| !form.is_empty()).collect();
    forms.dedup();
    forms
}

/// What a metric states, by any of its names.
pub(super) fn wording(metric: &Folded) -> Option<Wording> {
    let forms = plain_forms(metric);
    let read = |form: &String| growth(form).or_else(|| other(form));
    let mut found: Vec<Wording> = forms.iter().filter_map(read).collect();
    // The whole of "Latin 中文" ends in the Chinese words only: its halves tell more.
    let first = found.iter().position(|one| one.strong).unwrap_or(0);
    if found.is_empty() {
        return None;
    }
    let mut wording = found.swap_remove(first);
    for one in found {
        let (Statement::Growth { window, falls }, Statement::Growth { window: own, falls: own_falls }) =
            (&one.statement, &mut wording.statement)
        else {
            continue;
        };
        if *own == Window::Open {
            *own = *window;
        }
        *own_falls |= falls;
        wording.strong |= one.strong;
        wording.bases.extend(one.bases);
    }
    Some(wording)
}

/// A change of another metric.
fn growth(name: &str) -> Option<Wording> {
    if AVERAGES.iter().any(|word| name.contains(word)) {
        return None;
    }
    let (mut rest, mut window, mut falls) = (name, Window::Open, false);
    let (mut is_change, mut strong, mut bases) = (false, false, Vec::new());
    while let Some((left, cue)) = stripped(rest, !is_change) {
        rest = left;
        match cue {
            Cue::Grows => (is_change, strong) = (true, true),
            Cue::Changes => is_change = true,
            Cue::Falls => (is_change, falls) = (true, true),
            Cue::Against(against) => (is_change, strong, window) = (true, true, against),
            Cue::Maybe(against) => (is_change, window) = (true, against),
            Cue::Beside(against) => window = against,
            Cue::Filler => {}
        }
        if is_change && !rest.is_empty() {
            bases.push(rest.to_owned());
        }
    }
    let statement = Statement::Growth { window, falls };
    (is_change && !bases.is_empty()).then_some(Wording { statement, bases, strong })
}

/// A name without one phrase at its end or beginning. What fills is taken off only before a change is told: an interest rate is
/// not an interest.
fn stripped(name: &str, may_fill: bool) -> Option<(&str, Cue)> {
    let fits = |cue: &Cue| may_fill || !matches!(cue, Cue::Filler);
    let blank = |text: &str| text.is_empty() || text.ends_with(' ') || !text.is_ascii();
    let chinese = CHINESE_BEHIND.iter().find_map(|(word, cue)| Some((name.strip_suffix(word)?, *cue)));
    let behind = || {
        BEHIND.iter().chain(WINDOWS).find_map(|(word, cue)| {
            let left = name.strip_suffix(word)?;
            blank(left).then_some((left, *cue))
        })
    };
    let ahead = || {
        let start = [("同比", Cue::Against(YEAR)), ("环比", Cue::Against(BEFORE))];
        let chinese = start.into_iter().find_map(|(word, cue)| Some((name.strip_prefix(word)?, cue)));
        chinese.or_else(|| {
            AHEAD
                .iter()
                .chain(WINDOWS)
                .find_map(|(word, cue)| Some((name.strip_prefix(word)?.strip_prefix(' ')?, *cue)))
        })
    };
    let found = chinese.or_else(behind).or_else(ahead).filter(|(_, cue)| fits(cue));
    found.map(|(left, cue)| (left.trim(), cue))
}

/// A rank, share, ratio, multiple or time between events.
fn other(name: &str) -> Option<Wording> {
    rank(name).or_else(|| multiple(name)).or_else(|| ratio(name)).or_else(|| share(name)).or_else(|| lag(name))
}

fn of(statement: Statement, base: &str, strong: bool) -> Option<Wording> {
    let base = base.trim();
    (!base.is_empty()).then(|| Wording { statement, bases: vec![base.to_owned()], strong })
}

fn rank(name: &str) -> Option<Wording> {
    let ahead = ["rank by ", "ranking by ", "rank in ", "ranking in ", "place by ", "position by "];
    let behind = [" rank", " ranking", "排名", "名次", "位次"];
    let base = ahead.iter().find_map(|word| name.strip_prefix(word));
    let base = base.or_else(|| behind.iter().find_map(|word| name.strip_suffix(word)))?;
    of(Statement::Rank, base, true)
}

/// `users, multiple of Kimi`.
fn multiple(name: &str) -> Option<Wording> {
    let (base, of_whom) =
        [" multiple of ", " times those of ", " times that of "].iter().find_map(|word| name.split_once(word))?;
    of(Statement::Multiple { of: of_whom.to_owned() }, base, true)
}

/// `costs as share of revenue`, `成本占收入比重`.
fn ratio(name: &str) -> Option<Wording> {
    const AS: [&str; 6] =
        [" as a share of ", " as share of ", " as a percentage of ", " as percentage of ", " as a of ", " as of "];
    // "as % of" has lost its sign with the other punctuation.
    if let Some((part, whole)) = AS.iter().find_map(|word| name.split_once(word)) {
        return of(Statement::Ratio { of: whole.to_owned() }, part, false);
    }
    if let Some((part, whole)) = name.strip_suffix(" ratio").and_then(|pair| pair.split_once(" to ")) {
        return of(Statement::Ratio { of: whole.to_owned() }, part, false);
    }
    if let Some((part, whole)) = name.strip_prefix("ratio of ").and_then(|pair| pair.split_once(" to ")) {
        return of(Statement::Ratio { of: whole.to_owned() }, part, false);
    }
    let (part, rest) = name.split_once('占')?;
    let whole = ["的比重", "的比例", "比重", "比例", "比"].iter().find_map(|word| rest.strip_suffix(word))?;
    (!whole.is_empty()).then(|| of(Statement::Ratio { of: whole.to_owned() }, part, false)).flatten()
}

fn share(name: &str) -> Option<Wording> {
    let behind = [" market share", " share", "市场份额", "份额", "占比"];
    let base = behind.iter().find_map(|word| name.strip_suffix(word)).or_else(|| {
        ["market share by ", "share of total ", "share of all "].iter().find_map(|word| name.strip_prefix(word))
    })?;
    of(Statement::Share, base, false)
}

/// `ChatGPT launches to Sora release`, `time since Sora preview`.
fn lag(name: &str) -> Option<Wording> {
    const HEADS: [&str; 8] = ["time", "days", "weeks", "months", "years", "duration", "lag", "delay"];
    let headed = HEADS.iter().find_map(|head| name.strip_prefix(head)?.strip_prefix(' '));
    let to = |from: &str, to: Option<&str>| {
        let (from, to) = (from.trim().to_owned(), to.map(|to| to.trim().to_owned()));
        let empty = from.is_empty() || to.as_ref().is_some_and(String::is_empty);
        let strong = headed.is_some();
        (!empty).then_some(Wording { statement: Statement::Lag { from, to }, bases: Vec::new(), strong })
    };
    if let Some(since) = headed.and_then(|rest| ["since ", "after "].iter().find_map(|word| rest.strip_prefix(word))) {
        return to(since, None);
    }
    if let Some(since) = name.strip_suffix("以来") {
        return to(since.strip_prefix('自').unwrap_or(since), None);
    }
    let rest = headed.unwrap_or(name);
    if let Some((a, b)) = rest.strip_prefix("between ").and_then(|pair| pair.split_once(" and ")) {
        return to(a, Some(b));
    }
    let rest = rest.strip_prefix("from ").or_else(|| rest.strip_prefix('从')).unwrap_or(rest);
    let (a, b) = rest.split_once(" to ").or_else(|| rest.split_once('到')).or_else(|| rest.split_once('至'))?;
    to(a, Some(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(name: &str) -> Option<(Statement, String)> {
        let wording = wording(&Folded::of(name))?;
        let base = wording.bases.first().cloned().unwrap_or_default();
        Some((wording.statement, base))
    }

    fn growth_of(name: &str) -> Option<(Window, bool, Vec<String>)> {
        match wording(&Folded::of(name))? {
            Wording { statement: Statement::Growth { window, falls }, bases, .. } => Some((window, falls, bases)),
            _ => None,
        }
    }

    #[test]
    fn names_of_changes_are_read_in_both_languages() {
        let quarter = Window::Before(Some(Precision::Quarter));
        for (name, window, falls, base) in [
            ("revenue growth", Window::Open, false, "revenue"),
            ("ad revenue growth, YoY", Window::Year, false, "ad revenue"),
            ("Revenue YoY", Window::Year, false, "revenue"),
            ("revenue growth (y/y)", Window::Year, false, "revenue"),
            ("year-on-year growth in revenue", Window::Year, false, "revenue"),
            ("annual growth rate of users", Window::Year, false, "users"),
            ("users growth, QoQ", quarter, false, "users"),
            ("price decline", Window::Open, true, "price"),
            ("广告收入同比增速", Window::Year, false, "广告收入"),
            ("用户数环比", Window::Before(None), false, "用户数"),
            ("销量同比下降", Window::Year, true, "销量"),
            ("MAU同比增速", Window::Year, false, "mau"),
        ] {
            let (found, fell, bases) = growth_of(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!((found, fell), (window, falls), "{name}");
            assert!(bases.iter().any(|one| one == base), "{name}: {bases:?}");
        }
    }

    #[test]
    fn both_halves_of_a_name_are_read() {
        let (window, _, bases) = growth_of("Ad revenue growth 广告收入同比增速").unwrap();
        assert_eq!(window, Window::Year);
        assert!(bases.contains(&"ad revenue".to_owned()) && bases.contains(&"广告收入".to_owned()), "{bases:?}");
    }

    #[test]
    fn names_that_state_no_change_are_left_alone() {
        for name in
            ["users", "growth", "CAGR of revenue", "compound annual growth", "annual report", "windfall", "年均增速"]
        {
            assert_eq!(growth_of(name), None, "{name}");
        }
    }

    #[test]
    fn ranks_shares_ratios_multiples_and_lags() {
        let ratio = |of: &str| Statement::Ratio { of: of.to_owned() };
        let lag = |from: &str, to: Option<&str>| Statement::Lag { from: from.into(), to: to.map(str::to_owned) };
        for (name, statement, base) in [
            ("rank by monthly active users", Statement::Rank, "monthly active users"),
            ("月活排名", Statement::Rank, "月活"),
            ("revenue share", Statement::Share, "revenue"),
            ("costs as % of revenue", ratio("revenue"), "costs"),
            ("成本占收入比重", ratio("收入"), "成本"),
            ("users, multiple of Kimi", Statement::Multiple { of: "kimi".into() }, "users"),
            ("ChatGPT to Sora release", lag("chatgpt", Some("sora release")), ""),
            ("time since Sora preview", lag("sora preview", None), ""),
            ("time from A to B", lag("a", Some("b")), ""),
        ] {
            assert_eq!(said(name), Some((statement, base.to_owned())), "{name}");
        }
    }
}
