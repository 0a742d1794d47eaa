//! Takes one message: changes the session, says what must be done. Pure: the time is told, nothing is read.

mod cursor;
mod difference;
mod files;
mod hits;
mod keys;
mod look;
mod mouse;
mod run;
pub(super) mod window;

use super::overlay::{Kind, Overlay, gather};
use super::session::{Away, Shown, Standpoint};
use super::{Effect, Msg, Now, Session, World, rows};

/// How long a notice stays, in milliseconds.
const NOTICE: u64 = 6_000;

/// Takes one message: changes the session, says what must be done.
pub fn update(session: &mut Session, world: &World, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key, now) => {
            session.millis = now.millis;
            keys::press(session, world, key)
        }
        Msg::Mouse(what, column, row, now) => {
            session.millis = now.millis;
            // The terminal may still report what was on its way when the config turned the mouse off.
            if world.config.mouse { mouse::take(session, world, what, (column, row)) } else { Vec::new() }
        }
        Msg::Paste { text, cut, now } => {
            session.millis = now.millis;
            keys::paste(session, &text, cut)
        }
        Msg::Resize(width, height) => {
            session.area = ratatui::layout::Rect::new(0, 0, width, height);
            cursor::settle(session);
            Vec::new()
        }
        Msg::Tick(now) => tick(session, &now),
        Msg::World(world) => take_world(session, &world),
        Msg::Planned { rev, lens, board } => {
            if rev == world.rev && lens == session.lens {
                let others = world.others.iter().map(|(glob, other)| (glob.clone(), other.dataset.clone())).collect();
                let other_claims =
                    world.others.iter().map(|(glob, other)| (glob.clone(), other.claims.clone())).collect();
                let (dataset, claims) = (world.dataset.clone(), world.claims.clone());
                let vintages = lens.as_of.map_or_else(Vec::new, |_| look::vintages(&dataset));
                // The name that the viewer began with.
                let unknown = board.unknown_page(&session.here.page).filter(|_| session.shown.is_none());
                session.shown = Some(Shown { board, dataset, others, vintages, claims, other_claims });
                let lost = !rows::renew(session);
                if !session.card.is_empty() {
                    session.card = gather(world, session);
                }
                cursor::settle(session);
                if lost {
                    return say(session, "The rows that were shown are gone");
                }
                if let Some(sentence) = unknown {
                    return say(session, sentence);
                }
            }
            Vec::new()
        }
        Msg::Loading(loading) => {
            session.loading = Some(loading);
            Vec::new()
        }
        Msg::Failed(sentence) | Msg::Done(sentence) => say(session, sentence),
    }
}

/// Shows a sentence for a while.
fn say(session: &mut Session, sentence: impl Into<String>) -> Vec<Effect> {
    session.notice = Some(sentence.into());
    session.notice_until = session.millis.saturating_add(NOTICE);
    vec![Effect::Wake(NOTICE)]
}

fn tick(session: &mut Session, now: &Now) -> Vec<Effect> {
    session.millis = now.millis;
    if session.notice.is_some() && now.millis >= session.notice_until {
        session.notice = None;
    }
    Vec::new()
}

fn take_world(session: &mut Session, world: &World) -> Vec<Effect> {
    let mut effects = Vec::new();
    session.loading = None;
    let first = session.rev.is_none();
    let name = world.open_name();
    if session.file != name {
        if !first {
            rows::close(session);
            let page = session.here.page.clone();
            let fresh = || Away { there: Standpoint { page, ..Standpoint::default() }, ..Away::default() };
            let away = session.elsewhere.remove(name).unwrap_or_else(fresh);
            let left = Away {
                there: std::mem::replace(&mut session.here, away.there),
                lens: std::mem::replace(&mut session.lens, away.lens),
                changed: std::mem::replace(&mut session.changed, away.changed),
                marked: std::mem::replace(&mut session.marked, away.marked),
                lit: std::mem::replace(&mut session.lit, away.lit),
            };
            session.elsewhere.insert(std::mem::take(&mut session.file), left);
            session.as_of = session.lens.as_of.is_some();
        }
        name.clone_into(&mut session.file);
        if first && world.unchosen && world.entries.len() > 1 {
            session.overlays.push(Overlay::new(Kind::Picker));
            effects.push(Effect::ListEntries);
        }
        if let Some(planned) = &world.planned {
            effects.extend(say(session, planned.clone()));
        }
    } else if session.rev != Some(world.rev) {
        for change in &world.changed {
            session.changed.entry(change.key.clone()).or_insert_with(|| change.old.clone());
        }
    }
    session.rev = Some(world.rev);
    effects.push(Effect::Plan(session.lens.clone()));
    effects
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::app::{Entry, view};
    use crate::base::{Diagnostic, Key, KeyCode, parse_keys};

    fn session() -> Session {
        Session::new(crate::frame::Caps::default(), Rect::new(0, 0, 100, 30), None)
    }

    fn type_keys(session: &mut Session, world: &World, script: &str) -> Vec<Effect> {
        let keys = parse_keys(script).expect("a key script");
        keys.into_iter().flat_map(|key| update(session, world, Msg::Key(key, Now::default()))).collect()
    }

    fn screen(world: &World, session: &Session, area: Rect) -> String {
        let mut buf = Buffer::empty(area);
        view(world, session, area, &mut buf);
        buf.content().iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn q_closes_what_is_open_before_it_quits() {
        let (mut session, world) = (session(), World::default());
        assert_eq!(type_keys(&mut session, &world, "! q"), []);
        assert_eq!(type_keys(&mut session, &world, "q"), [Effect::Quit]);
        assert_eq!(type_keys(&mut session, &world, "Z Z"), [Effect::Quit]);
        assert_eq!(type_keys(&mut session, &world, ": 'q' enter"), [Effect::Quit]);
    }

    /// Seen red with the name taken for that of the first page: nothing was said.
    #[test]
    fn a_page_that_there_is_not_is_said() {
        let board = crate::board::Board {
            title: String::new(),
            pages: Vec::new(),
            groups: Vec::new(),
            diagnostics: Vec::new(),
            filtered: None,
        };
        assert_eq!(board.unknown_page(""), None);
        let said = board.unknown_page("chips");
        assert_eq!(said.as_deref(), Some("No page \"chips\" for these data. There are: "));
        let mut session = Session::new(crate::frame::Caps::default(), Rect::new(0, 0, 100, 30), Some("chips".into()));
        let lens = session.lens().clone();
        update(&mut session, &World::default(), Msg::Planned { rev: 0, lens, board: std::sync::Arc::new(board) });
        assert_eq!(session.notice, said);
    }

    #[test]
    fn every_printable_key_types_in_a_prompt() {
        let (mut session, world) = (session(), World::default());
        type_keys(&mut session, &world, "/ 'q?!' enter");
        assert_eq!(session.lens().filters, ["q?!"]);
        type_keys(&mut session, &world, "/ 'x' esc");
        assert_eq!(session.lens().filters, ["q?!"], "Esc takes back what was typed, not the chip");
    }

    #[test]
    fn the_picker_opens_the_entry_that_was_typed() {
        let entry = |name: &str| Entry { name: name.to_owned(), ..Entry::default() };
        let world = World { entries: vec![entry("a.csv"), entry("models.csv")], open: Some(0), ..World::default() };
        let mut session = session();
        assert_eq!(type_keys(&mut session, &world, "o 'mdl' enter"), [Effect::ListEntries, Effect::OpenEntry(1)]);
        assert_eq!(type_keys(&mut session, &world, "<"), [Effect::OpenEntry(1)], "round and round");
    }

    #[test]
    fn where_nobody_named_a_file_the_choice_is_the_viewer_s() {
        let entry = |name: &str| Entry { name: name.to_owned(), ..Entry::default() };
        let entries = vec![entry("a.csv"), entry("b.csv")];
        let world = World { entries, open: Some(0), unchosen: true, rev: 1, ..World::default() };
        let mut session = session();
        let effects = update(&mut session, &World::default(), Msg::World(std::sync::Arc::new(world.clone())));
        assert!(effects.contains(&Effect::ListEntries));
        assert_eq!(type_keys(&mut session, &world, "down enter"), [Effect::OpenEntry(1)]);
        let again = update(&mut session, &world, Msg::World(std::sync::Arc::new(World { rev: 2, ..world.clone() })));
        assert!(session.overlays.is_empty() && !again.contains(&Effect::ListEntries), "asked once");
    }

    #[test]
    fn a_notice_leaves_with_its_tick() {
        let (mut session, world) = (session(), World::default());
        let effects = update(&mut session, &world, Msg::Done(String::from("copied")));
        assert_eq!(effects, [Effect::Wake(NOTICE)]);
        assert!(screen(&world, &session, session.area()).contains("copied"));
        update(&mut session, &world, Msg::Tick(Now { millis: NOTICE, clock: String::new() }));
        assert!(!screen(&world, &session, session.area()).contains("copied"));
    }

    #[test]
    fn without_data_the_screen_says_why_and_what_to_do() {
        let why = Diagnostic::error("no-data", "data/*.csv matches no file").with_help("o opens one");
        let world = World { nothing: Some(why), ..World::default() };
        let drawn = screen(&world, &session(), Rect::new(0, 0, 80, 20));
        assert!(drawn.contains("data/*.csv matches no file") && drawn.contains("o opens one"), "{drawn}");
    }

    const BOARD: &str = "layout = [\"a b\", \"c c\"]\n[panel.a]\nkind = \"bar\"\nwhere = { metric = \"users\" }\n[panel.b]\n\
                         kind = \"timeline\"\nwhere = { kind = \"event\" }\n[panel.c]\nkind = \"table\"\n";
    const DATA: &str = "entity,metric,period,value,kind\nA,users,2024,10,\nB,users,2024,8,\nA,start,2023,,event\n";

    /// A World of this data, its board planned for the session.
    fn loaded(session: &mut Session, rev: u64, csv: &str, before: Option<&World>) -> World {
        let config = crate::board::check_config(BOARD, "config.toml").0.expect("a config");
        let file = crate::data::FileBytes { name: "x.csv".into(), bytes: csv.as_bytes().into(), may_grow: false };
        let dataset = crate::data::read(&[file], &crate::data::ReadOptions::default(), None);
        let changed = before.map_or_else(Vec::new, |before| crate::analysis::difference(&before.dataset, &dataset));
        let entry = Entry { name: String::from("x.csv"), ..Entry::default() };
        let world = World {
            rev,
            config: config.into(),
            dataset,
            changed,
            entries: vec![entry],
            open: Some(0),
            ..World::default()
        };
        let effects = update(session, &world, Msg::World(world.clone().into()));
        plan(session, &world, effects);
        world
    }

    fn plan(session: &mut Session, world: &World, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Plan(lens) = effect {
                let board = crate::board::plan(&world.config, &world.sources(), &lens).into();
                update(session, world, Msg::Planned { rev: world.rev, lens, board });
            }
        }
    }

    #[test]
    fn rows_stay_through_a_reload_and_lead_back_when_they_are_gone() {
        let mut session = session();
        let first = loaded(&mut session, 1, DATA, None);
        type_keys(&mut session, &first, "j enter enter");
        assert!(screen(&first, &session, session.area()).contains("[1 row behind B · users]"));
        let second = loaded(&mut session, 2, &DATA.replace("A,users,2024,10,\n", ""), Some(&first));
        assert!(screen(&second, &session, session.area()).contains("[1 row behind B · users]"));
        let third = loaded(&mut session, 3, &DATA.replace("B,users", "C,users"), Some(&second));
        let drawn = screen(&third, &session, session.area());
        assert!(!drawn.contains("behind") && drawn.contains("The rows that were shown are gone"), "{drawn}");
    }

    #[test]
    fn a_changed_value_is_marked_until_the_cursor_has_been_on_it() {
        let mut session = session();
        let first = loaded(&mut session, 1, DATA, None);
        let second = loaded(&mut session, 2, &DATA.replace(",8,", ",9,"), Some(&first));
        let count = |session: &Session| session.changed.len();
        assert_eq!(count(&session), 1);
        type_keys(&mut session, &second, "tab tab");
        assert_eq!(count(&session), 1, "other values were looked at");
        type_keys(&mut session, &second, "1 j");
        assert_eq!(count(&session), 1, "still marked while the cursor is on it");
        type_keys(&mut session, &second, "tab");
        assert_eq!(count(&session), 0, "seen");
        let third = loaded(&mut session, 3, DATA, Some(&second));
        assert_eq!(count(&session), 1);
        type_keys(&mut session, &third, "C");
        assert_eq!(count(&session), 0);
    }

    #[test]
    fn stale_data_is_dated_on_every_border() {
        let mut session = session();
        let mut world = loaded(&mut session, 1, DATA, None);
        world.last_good = String::from("13:59:58");
        let count = |world: &World, session: &Session| {
            screen(world, session, session.area()).matches(" last good 13:59:58 ").count()
        };
        assert_eq!(count(&world, &session), 0);
        let (since, reason) = (String::from("14:00:05"), String::from("permission denied"));
        world.health = crate::app::Health::Stale { since, reason };
        assert_eq!(count(&world, &session), 3);
    }

    #[test]
    fn a_paste_goes_where_text_is_typed_and_has_an_end() {
        let mut session = session();
        let world = loaded(&mut session, 1, DATA, None);
        let paste = |session: &mut Session, text: String, cut: bool| {
            update(session, &world, Msg::Paste { text, cut, now: Now::default() })
        };
        let said = |session: &mut Session| session.notice.take().unwrap_or_default();
        assert_eq!(paste(&mut session, String::from("no place"), false), []);
        type_keys(&mut session, &world, "/");
        assert!(session.takes_text());
        paste(&mut session, String::from("a\nb\u{1b}"), false);
        assert_eq!(session.lens().filters, ["a b"]);
        assert_eq!(said(&mut session), "");
        paste(&mut session, String::from("c"), true);
        assert_eq!(session.lens().filters, ["a bc"]);
        assert!(said(&mut session).contains("64 KiB"), "the shell has cut it");
        paste(&mut session, "x".repeat(100 << 10), false);
        assert_eq!(session.lens().filters.concat().len(), 64 << 10);
        assert!(said(&mut session).contains("64 KiB"), "it does not fit");
        type_keys(&mut session, &world, "豆");
        assert_eq!(session.lens().filters.concat().len(), 64 << 10);
        assert!(said(&mut session).contains("64 KiB"), "no key fits either");
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let codes = vec![KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::Backspace, KeyCode::Up, KeyCode::Down];
        prop_oneof![
            proptest::char::range(' ', '~').prop_map(Key::char),
            proptest::sample::select(codes).prop_map(Key::plain)
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_keys_at_any_size_lead_back_to_the_plain_board(
            keys in proptest::collection::vec(any_key(), 0..30), width in 0u16..=120, height in 0u16..=40,
        ) {
            let mut session = session();
            let world = loaded(&mut session, 1, DATA, None);
            update(&mut session, &world, Msg::Resize(width, height));
            for key in keys {
                let effects = update(&mut session, &world, Msg::Key(key, Now::default()));
                plan(&mut session, &world, effects);
                screen(&world, &session, session.area());
            }
            for _ in 0..12 {
                let effects = update(&mut session, &world, Msg::Key(Key::plain(KeyCode::Esc), Now::default()));
                plan(&mut session, &world, effects);
            }
            prop_assert!(session.is_plain());
        }
    }
}
