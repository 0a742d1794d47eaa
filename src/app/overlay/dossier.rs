//! The card of the lit entity: every figure, event, lag, source and contradiction on that name. A line stands for rows: Enter leads
//! to them.

mod section;

use section::{Entry, many, section};

use super::{Choice, Item, Kind, Tone, detail, flow};
use crate::analysis::{self, Contradiction, Dossier, DossierFigure, DossierLag, DossierSource, Told, Why, dossier};
use crate::app::session::{Card, Lit};
use crate::app::{Session, World, words};
use crate::base::{Folded, ObsRef, drawable, fold, pad_left, width, write_measure};
use crate::data::Dataset;

/// So many values of other periods are told one by one; of more only how many there are and since when.
const LISTED: usize = 3;

/// What all open data say of the lit entity.
pub(in crate::app) fn gather(world: &World, session: &Session) -> Vec<Card> {
    let (Some(shown), Some(lit)) = (&session.shown, &session.lit) else { return Vec::new() };
    let lags = world.config.panels.values().flat_map(|panel| &panel.lags);
    let mut after = Vec::new();
    for spec in lags.filter(|spec| spec.after.is_some()) {
        if !after.contains(&&spec.from) {
            after.push(&spec.from);
        }
    }
    let card = |(file, data): (Option<&str>, &Dataset)| {
        let (as_of, rules, claims) = (session.lens.as_of, &world.config.rules, shown.claims(file));
        let told = Told { as_of, rules, claims, after: &after };
        let dossier = dossier(data, &lit.forms, &told);
        (dossier != Dossier::default()).then(|| Card { file: file.map(str::to_owned), dossier })
    };
    shown.all_data().filter_map(card).collect()
}

/// The lines of the card, spelled and laid out for the width that it has.
pub(super) fn items(world: &World, session: &Session) -> Vec<Item> {
    let (Some(shown), Some(lit)) = (&session.shown, &session.lit) else { return Vec::new() };
    let columns = usize::from(flow::columns(session, Kind::Dossier));
    let pages: Vec<Page<'_>> =
        session.card.iter().map(|card| Page { session, lit, card, data: shown.data(card.file.as_deref()) }).collect();
    if pages.is_empty() {
        return Vec::new();
    }
    let mut items = head(world, session, lit, &pages);
    let sections: [(&str, Vec<Entry>); 4] = [
        ("figure", pages.iter().flat_map(Page::figures).collect()),
        ("event", pages.iter().flat_map(Page::events).collect()),
        ("lag", pages.iter().flat_map(Page::lags).collect()),
        ("source", pages.iter().flat_map(Page::sources).collect()),
    ];
    for (name, entries) in sections {
        section(name, entries, columns, &mut items);
    }
    section("contradiction", pages.iter().flat_map(Page::contradictions).collect(), columns, &mut items);
    items
}

/// The other names, the groups and how much there is.
fn head(world: &World, session: &Session, lit: &Lit, pages: &[Page<'_>]) -> Vec<Item> {
    let spell = |text: &str| drawable(&words::named(text, session.ascii()), session.caps.repertoire);
    let note = |text: String| Item { tone: Tone::Note, ..Item::line(text) };
    let mut groups: Vec<&str> = Vec::new();
    for group in pages.iter().flat_map(|page| &page.card.dossier.groups) {
        if !groups.iter().any(|known| fold(known) == fold(group)) {
            groups.push(group);
        }
    }
    // The halves of the name stand in the title already.
    let known = |name: &str| Folded { others: Box::default(), ..lit.forms.clone() }.is_named(&fold(name));
    let joined =
        world.config.read.entity_names.iter().find(|names| names.iter().any(|name| lit.forms.is_named(&fold(name))));
    let others: Vec<String> =
        joined.into_iter().flatten().filter(|name| !known(name)).map(|name| spell(name)).collect();
    let mut lines = Vec::new();
    let also = (!others.is_empty()).then(|| format!("also {}", others.join(", ")));
    let group = (!groups.is_empty()).then(|| groups.iter().map(|group| spell(group)).collect::<Vec<_>>().join(", "));
    let who: Vec<String> = also.into_iter().chain(group).collect();
    if !who.is_empty() {
        lines.push(note(who.join(&drawable(" · ", session.caps.repertoire))));
    }
    let count = |of: &dyn Fn(&Dossier) -> usize| pages.iter().map(|page| of(&page.card.dossier)).sum::<usize>();
    let counts = [
        (count(&|dossier| dossier.figures.len()), "figure"),
        (count(&|dossier| dossier.events.len()), "event"),
        (count(&|dossier| dossier.sources.len()), "source"),
        (count(&|dossier| dossier.contradictions.len()), "contradiction"),
    ];
    let mut said: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| many(*count, word)).collect();
    if counts[3].0 == 0 {
        said.push(String::from("no contradiction"));
    }
    lines.push(note(said.join(&drawable(" · ", session.caps.repertoire))));
    lines
}

/// What one file says, in the words of one viewer.
struct Page<'a> {
    session: &'a Session,
    lit: &'a Lit,
    card: &'a Card,
    data: &'a Dataset,
}

impl Page<'_> {
    fn spell(&self, text: &str) -> String {
        drawable(text, self.session.caps.repertoire)
    }

    fn name(&self, text: &str) -> String {
        self.spell(&words::named(text, self.session.ascii()))
    }

    fn value(&self, at: ObsRef) -> String {
        self.spell(&write_measure(&self.data.get(at).measure, self.session.numbers))
    }

    fn when(&self, at: ObsRef) -> String {
        self.spell(&self.data.period(at).words(self.session.ascii()))
    }

    /// `48.39M (Oct 2024)`.
    fn dated(&self, at: ObsRef) -> String {
        let (value, when) = (self.value(at), self.when(at));
        if when.is_empty() { value } else { format!("{value} ({when})") }
    }

    /// `QuestMobile ¶36`: the document is told once, with the sources.
    fn source(&self, at: ObsRef) -> String {
        let seen = self.data.get(at);
        let parts = [self.name(seen.source), self.spell(&words::place(seen.reference))];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn rows(&self, of: &str, obs: &[ObsRef]) -> Choice {
        let name = [self.lit.name.as_str(), of];
        Choice::Rows {
            of: name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            file: self.card.file.clone(),
            keys: obs.iter().map(|at| self.data.key(*at)).collect(),
        }
    }

    /// In which file it stands, where that is not the open one.
    fn elsewhere(&self, at: ObsRef) -> Option<String> {
        self.card.file.as_ref().map(|_| self.spell(&format!("in {}", self.data.row(self.data.get(at).row).file)))
    }

    fn figures(&self) -> Vec<Entry> {
        self.card.dossier.figures.iter().map(|figure| self.figure(figure)).collect()
    }

    fn figure(&self, figure: &DossierFigure) -> Entry {
        let at = figure.at;
        let seen = self.data.get(at);
        let mut below: Vec<String> = Vec::new();
        below.extend(self.aside(at));
        if !seen.scope.is_empty() {
            below.push(self.spell(&format!("scope: {}", seen.scope)));
        }
        match &figure.change {
            Ok((before, change)) if change.refused.is_some() && !self.data.get(*before).measure.has_number() => {
                below.push(format!("before: {}", self.dated(*before)));
            }
            Ok((before, change)) => {
                below.push(self.spell(&detail::change(&format!("from {}", self.dated(*before)), change)));
            }
            Err(why) if !figure.history.is_empty() => below.push(self.spell(&format!("no change computed: {why}"))),
            Err(_) => {}
        }
        let told = figure.change.as_ref().ok().map(|(before, _)| *before);
        let history: Vec<ObsRef> = figure.history.iter().copied().filter(|other| Some(*other) != told).collect();
        if history.len() > LISTED {
            let since = history.first().map_or_else(String::new, |first| self.when(*first));
            below.push(format!("{} more since {since}", many(history.len(), "value")));
        } else if !history.is_empty() {
            below.push(format!("earlier {}", self.list(&history)));
        }
        if !figure.unstated.is_empty() {
            let said = figure.unstated.iter().map(|other| {
                format!("{} {}", status(self.data.get(*other).status), self.dated(*other)).trim().to_owned()
            });
            below.push(said.collect::<Vec<_>>().join(&self.spell(" · ")));
        }
        if !figure.revised.is_empty() {
            let said = figure.revised.iter().map(|other| {
                let reported = self.data.reported(*other).map_or_else(String::new, |day| format!(" on {}", day.iso()));
                format!("{}{reported}", self.value(*other))
            });
            below.push(format!("revised from {}", said.collect::<Vec<_>>().join(", ")));
        }
        below.extend(
            figure.conflicting.iter().map(|other| {
                format!("in conflict with {} {}", self.value(*other), self.source(*other)).trim().to_owned()
            }),
        );
        below.extend(self.elsewhere(at));
        Entry {
            name: self.name(self.data.metric_name(at)),
            value: self.value(at),
            cells: vec![self.when(at), status(seen.status).to_owned(), self.source(at)],
            below,
            choice: self.rows(self.data.metric_name(at), &figure.all),
            leads: false,
        }
    }

    fn list(&self, all: &[ObsRef]) -> String {
        all.iter().map(|at| self.dated(*at)).collect::<Vec<_>>().join(&self.spell(" · "))
    }

    /// What the short form of a period does not tell.
    fn aside(&self, at: ObsRef) -> Option<String> {
        let seen = self.data.get(at);
        let short = seen.period.words(self.session.ascii());
        let full = words::period(&seen.period, seen.note, self.session.ascii());
        let aside = full.strip_prefix(&short)?.trim().trim_start_matches('(').trim_end_matches(')').to_owned();
        (!aside.is_empty()).then(|| self.spell(&aside))
    }

    fn events(&self) -> Vec<Entry> {
        let event = |at: &ObsRef| {
            let name = self.data.metric_name(*at);
            let when = self.when(*at);
            Entry {
                name: if when.is_empty() { String::from("no day") } else { when },
                value: String::new(),
                cells: vec![self.name(name), status(self.data.get(*at).status).to_owned(), self.source(*at)],
                below: self.aside(*at).into_iter().chain(self.elsewhere(*at)).collect(),
                choice: self.rows(name, &[*at]),
                leads: false,
            }
        };
        self.card.dossier.events.iter().map(event).collect()
    }

    fn lags(&self) -> Vec<Entry> {
        let ascii = self.session.ascii();
        let event = |at: ObsRef| self.name(self.data.metric_name(at));
        let time = |lag: &analysis::Lag| match lag.days {
            Some(days) => many(usize::try_from(days).unwrap_or(0), "day"),
            None => lag.words(false, ascii),
        };
        let entry = |lag: &DossierLag| match lag {
            DossierLag::Next { from, to, lag } => Entry {
                name: self.spell(&format!("{} → {}", event(*from), event(*to))),
                value: time(lag),
                cells: Vec::new(),
                below: Vec::new(),
                choice: self.rows(self.data.metric_name(*to), &[*from, *to]),
                leads: true,
            },
            DossierLag::After { from, to } => {
                let each = to.iter().map(|(at, lag)| format!("{} {}", event(*at), time(lag)));
                let obs: Vec<ObsRef> = std::iter::once(*from).chain(to.iter().map(|(at, _)| *at)).collect();
                Entry {
                    name: format!("after {} ({})", event(*from), self.when(*from)),
                    value: String::new(),
                    cells: Vec::new(),
                    below: vec![each.collect::<Vec<_>>().join(&self.spell(" · "))],
                    choice: self.rows(self.data.metric_name(*from), &obs),
                    leads: false,
                }
            }
        };
        self.card.dossier.lags.iter().map(entry).collect()
    }

    fn sources(&self) -> Vec<Entry> {
        let all = &self.card.dossier.sources;
        // One document for all of them is told once, with the last.
        let shared = all.first().filter(|first| all.len() > 1 && all.iter().all(|other| other.via == first.via));
        let entry = |(nth, source): (usize, &DossierSource)| {
            let counts = [(source.figures, "figure"), (source.events, "event")];
            let told = shared.is_none() || nth + 1 == all.len();
            let lead = if shared.is_some() { "all via" } else { "via" };
            let via = source.via.iter().filter(|_| told).map(|via| format!("{lead} {}", self.name(via)));
            Entry {
                name: if source.name.is_empty() { String::from("not named") } else { self.name(&source.name) },
                value: String::new(),
                cells: counts.map(|(count, word)| if count == 0 { String::new() } else { many(count, word) }).to_vec(),
                below: via.chain(source.all.first().and_then(|at| self.elsewhere(*at))).collect(),
                choice: self.rows(&source.name, &source.all),
                leads: false,
            }
        };
        all.iter().enumerate().map(entry).collect()
    }

    fn contradictions(&self) -> Vec<Entry> {
        self.card.dossier.contradictions.iter().filter_map(|found| self.contradiction(found)).collect()
    }

    fn contradiction(&self, found: &Contradiction) -> Option<Entry> {
        let first = *found.obs.first()?;
        let metric = self.data.metric_name(first);
        let when = self.when(first);
        let name = if when.is_empty() { self.name(metric) } else { format!("{}, {when}", self.name(metric)) };
        let values = found.obs.iter().map(|at| width(&self.value(*at))).max().unwrap_or(0);
        let report = |at: &ObsRef| format!("{}  {}", pad_left(&self.value(*at), values), self.source(*at));
        let claim = || self.session.shown.as_ref()?.claims(self.card.file.as_deref()).of(first);
        let (said, below) = match found.why {
            Why::Claim => {
                let message = claim()?.message(self.data, self.session.numbers);
                ("does not follow", vec![self.spell(&message)])
            }
            Why::Reports => ("reports disagree", found.obs.iter().map(report).collect()),
            Why::Rumour => ("rumour", vec![report(&first).trim().to_owned()]),
        };
        Some(Entry {
            name: format!("{name}: {said}"),
            value: String::new(),
            cells: Vec::new(),
            below,
            choice: self.rows(metric, &found.obs),
            leads: false,
        })
    }
}

/// A status in words; empty where it says nothing of its own.
fn status(status: &str) -> &str {
    match status {
        "A" => "actual",
        "E" => "estimate",
        "F" => "forecast",
        "P" => "provisional",
        "R" => "revised",
        "B" => "break in the series",
        "D" => "another definition",
        "U" => "rumour",
        other => other,
    }
}
