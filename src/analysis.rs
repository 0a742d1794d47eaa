//! Floor 2: Dataset -> answers. Selecting, changes, ranks, shares, lags, claims, what changed between two loads, by the rules of
//! computing honestly with bounds and "about" (interval arithmetic; an open end stays open). Knows no config and no panel.

mod before;
mod blended;
mod calendarise;
mod change;
mod claim;
mod concentration;
mod convert;
mod distribution;
mod dossier;
mod growth;
mod interval;
mod journal;
mod lag;
mod other_sources;
mod over_time;
mod rank;
mod regression;
mod revision;
mod select;
mod share;
mod trend;

pub use before::{current_alike, definition_changed, different, disagreement, earliest_alike, period_before, unlike};
pub use blended::{blended, blended_price};
pub use calendarise::{calendar_period, calendarised};
pub use change::{Change, Derived, NO_NUMBERS, change, ratio, write_change};
pub use claim::{Claim, ClaimKind, Claims, claims};
pub use concentration::concentration;
pub use convert::convert;
pub use distribution::{Bin, Histogram, histogram, quantiles};
pub use dossier::{Contradiction, Dossier, DossierFigure, DossierLag, DossierSource, Told, Why, dossier};
pub use growth::{Step, cagr, growth, indexed, own_disagreement};
pub use interval::{closed, rounded};
pub use journal::{Changed, difference};
pub use lag::{Lag, lag};
pub use other_sources::other_sources;
pub use over_time::{AtPeriod, one_each, ranks_over_time, shares_over_time};
pub use rank::{Movement, Ranked, rank};
pub use regression::{Regression, regression};
pub use revision::{Revised, later_report, revisions_of};
pub use select::{Condition, FIELDS, Field, PeriodTest, Relation, Selection, Test, Where, parse_filter, select};
pub use share::{Share, shares, sum};
pub use trend::{Fit, LeftOut, NO_TREND_OF_PLACES, Trend, TrendPoint, fit_facts, records, trend};

use std::collections::BTreeMap;

use crate::base::Day;

/// What is known of one metric, once for all panels.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricRules {
    /// Natural lower end, in the metric's unit.
    pub floor: Option<f64>,
    /// Natural upper end.
    pub ceiling: Option<f64>,
    /// Name of the metric or entity that holds the total, for shares.
    pub total: Option<String>,
    /// Whether values of different entities may be added (audiences overlap: no).
    pub additive: bool,
    /// Whether less is better; `None` = no judgement.
    pub lower_is_better: Option<bool>,
    /// Target to compare with.
    pub target: Option<f64>,
    /// Value from which to warn.
    pub alert: Option<f64>,
    /// Relative half-width that the user gives to "about" (0.1 = ±10 %); always printed where used.
    pub band: Option<f64>,
    /// Periods that may be missing when a period before is looked for.
    pub tolerance: Option<u32>,
}

impl Default for MetricRules {
    fn default() -> Self {
        Self {
            floor: None,
            ceiling: None,
            total: None,
            additive: true,
            lower_is_better: None,
            target: None,
            alert: None,
            band: None,
            tolerance: None,
        }
    }
}

/// A rate to convert money with.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// Day of the rate.
    pub date: Day,
    /// ISO 4217 code.
    pub from: String,
    /// ISO 4217 code.
    pub to: String,
    /// Units of `to` for one of `from`.
    pub rate: f64,
    /// Who says so.
    pub source: String,
}

/// What analysis must be told; the board fills it in from the config.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    /// By folded metric name.
    pub metrics: BTreeMap<String, MetricRules>,
    /// Rates between currencies.
    pub rates: Vec<Rate>,
}

impl Rules {
    /// The rules of a metric by its shown name.
    pub fn of(&self, metric: &str) -> MetricRules {
        self.metrics.get(&crate::base::fold(metric)).cloned().unwrap_or_default()
    }
}
