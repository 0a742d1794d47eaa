//! Files that can be opened, what changed, how the file was read.

use super::{Choice, Item};
use crate::app::session::Shown;
use crate::app::words::named;
use crate::app::{Entry, Session, World};
use crate::base::{pad_left, pad_right, width, write_measure};

/// Every file, with rows, fit and age, each in a column of its own.
pub(super) fn entries(world: &World) -> Vec<Item> {
    let rows = |entry: &Entry| entry.rows.map_or_else(String::new, |rows| format!("{rows} rows"));
    let name = |at: usize, entry: &Entry| {
        let open = if world.open == Some(at) { " (open)" } else { "" };
        format!("{}{open}", world.short_name(&entry.name))
    };
    let all = || world.entries.iter();
    let names = all().enumerate().map(|(at, entry)| width(&name(at, entry))).max().unwrap_or(0);
    let most_rows = all().map(|entry| width(&rows(entry))).max().unwrap_or(0);
    let most_fit = all().map(|entry| width(&entry.fit)).max().unwrap_or(0);
    let item = |(at, entry): (usize, &Entry)| {
        let text = pad_right(&name(at, entry), names);
        let mut item = Item::new(text, pad_left(&rows(entry), most_rows), Choice::Entry(at)).named(&entry.name);
        if most_fit > 0 {
            item.more.push(pad_right(&entry.fit, most_fit));
        }
        item.more.push(entry.modified.clone());
        item
    };
    all().enumerate().map(item).collect()
}

/// What changed since the viewer looked, with what it said before.
pub(super) fn changes(session: &Session) -> Vec<Item> {
    let Some(shown) = &session.shown else { return Vec::new() };
    let ascii = session.ascii();
    let item = |(key, old): (&crate::base::ObsKey, &Option<crate::base::Measure>)| {
        let was =
            old.as_ref().map_or(String::from("new"), |old| format!("was {}", write_measure(old, session.numbers)));
        let (name, now) = match shown.all_data().find_map(|(_, data)| Some((data, data.find(key)?))) {
            Some((data, at)) => (
                [named(data.entity_name(at), ascii), named(data.metric_name(at), ascii)],
                write_measure(&data.get(at).measure, session.numbers),
            ),
            None => ([&key.series.entity, &key.series.metric].map(|name| named(name, ascii)), String::from("gone")),
        };
        let [entity, metric] = name;
        let when = format!("{} {now}", key.period.words(ascii)).trim().to_owned();
        let parts = [entity, metric, when].into_iter().filter(|part| !part.is_empty());
        let text = parts.collect::<Vec<_>>().join(" · ");
        Item::new(text, was, Choice::Observation(key.clone()))
    };
    session.changed.iter().map(item).collect()
}

/// How the file was read, and why, in sentences.
pub(super) fn how_read(session: &Session) -> Vec<Item> {
    let data = session.shown.iter().flat_map(Shown::all_data);
    let lines = data.flat_map(|(_, data)| data.explanation());
    lines.map(|line| Item::line(line.as_str())).collect()
}
