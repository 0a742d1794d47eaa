//! Help and palette: every action with its keys, and what else can be named.

use super::{Choice, Item, Kind, Tone};
use crate::app::{Session, World, able, keymap};
use crate::base::{ACTIONS, Action, ActionGroup, ActionInfo, Glyphs, Key, KeyCode, Scale};
use crate::board::Resolved;

/// All keys: first what acts on what the viewer looks at, then by heading. What cannot act says why.
pub(super) fn help(world: &World, session: &Session) -> Vec<Item> {
    let here = here(session);
    let title = session.panel().map_or_else(|| String::from("Here"), |panel| format!("Here: {}", panel.title));
    let mut items = vec![Item::heading(title)];
    items.extend(here.iter().map(|action| item(world, session, action.info())));
    let groups = [
        ActionGroup::Move,
        ActionGroup::Look,
        ActionGroup::Chart,
        ActionGroup::Panels,
        ActionGroup::Files,
        ActionGroup::Out,
        ActionGroup::Help,
    ];
    for group in groups {
        let rest = ACTIONS.iter().filter(|info| info.group == group && !here.contains(&info.action));
        let mut members = Vec::new();
        for info in rest {
            match info.action.panel_number() {
                None => members.push(item(world, session, info)),
                Some(1) => members.push(numbers(world)),
                Some(_) => {}
            }
        }
        if !members.is_empty() {
            items.push(Item::heading(group.title()));
            items.extend(members);
        }
    }
    items
}

/// The keys of what the help was asked in: moving, Enter, and what else acts there.
pub(super) fn help_in(world: &World, session: &Session, kind: Kind) -> Vec<Item> {
    let mut acts: Vec<(Action, &str)> = if kind.is_text() {
        vec![
            (Action::Down, "Scroll down a line"),
            (Action::Up, "Scroll up a line"),
            (Action::PageDown, "Scroll down a page"),
            (Action::PageUp, "Scroll up a page"),
            (Action::First, "To the beginning"),
            (Action::Last, "To the end"),
        ]
    } else {
        vec![
            (Action::Down, "Next line"),
            (Action::Up, "Previous line"),
            (Action::PageDown, "A page down"),
            (Action::PageUp, "A page up"),
            (Action::First, "To the first line"),
            (Action::Last, "To the last line"),
        ]
    };
    let open = match kind {
        Kind::Detail if session.rows.is_none() => Some("The rows behind it, as a table"),
        Kind::Detail | Kind::HowRead | Kind::Help => None,
        Kind::Picker => Some("Open the file"),
        Kind::Palette => Some("Run it, or go to it"),
        Kind::Problems => Some("Go to the row, or list all that are alike"),
        Kind::Changes => Some("Go to the row"),
        Kind::Dossier => Some("The rows behind the line, as a table"),
    };
    let more: &[Action] = match kind {
        Kind::Detail => &[Action::Edit, Action::CopyValue, Action::CopyCitation, Action::Numbers],
        Kind::Changes => &[Action::ClearChanges],
        _ => &[],
    };
    acts.extend(more.iter().map(|action| (*action, action.info().doc)));
    acts.push((Action::Back, "Close it"));
    if let Some(what) = open {
        acts.insert(0, (Action::Open, what));
    }
    let mut items = vec![Item::heading(format!("Here: {}", kind.title()))];
    if kind.types() {
        let find = Item::new("Find by name; Backspace takes one back", "", Choice::Tell("Close this first, then type"));
        items.push(Item { keys: String::from("letters"), ..find });
    }
    for (action, what) in acts {
        let keys = keys_besides_letters(world, action, kind);
        if keys.is_empty() {
            continue;
        }
        // Moving, Enter and Esc mean what is open; the rest acts on what is under the cursor.
        let on_board = !matches!(action, Action::Open | Action::Back) && able::direction(action).is_none();
        let why = on_board.then(|| able::refusal(world, session, action)).flatten();
        items.push(Item {
            keys,
            tone: if why.is_some() { Tone::Dim } else { Tone::Plain },
            right: why.unwrap_or_default(),
            ..Item::new(what, "", Choice::Run(action)).named(action.info().name)
        });
    }
    items
}

/// The keys of an action, without those that would be typed there.
fn keys_besides_letters(world: &World, action: Action, kind: Kind) -> String {
    let typed = |key: &Key| kind.types() && matches!(key.code, KeyCode::Char(_)) && !key.ctrl && !key.alt;
    let keys = keymap::keys_of(&world.config, action.info());
    let keys = keys.iter().filter(|keys| !keys.first().is_some_and(typed));
    keys.map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}

/// What acts on the focused panel, most used first.
fn here(session: &Session) -> Vec<Action> {
    let mut here = vec![Action::Open, Action::Only, Action::Zoom];
    here.extend(match session.panel().map(|panel| &panel.resolved) {
        Some(Resolved::Table(_)) => &[Action::Sort, Action::SortReverse][..],
        Some(Resolved::Bar(_) | Resolved::Range(_) | Resolved::Line(_) | Resolved::Scatter(_) | Resolved::Heat(_)) => {
            &[Action::AsTable, Action::Axis]
        }
        Some(Resolved::Text(_)) | None => &[],
        Some(_) => &[Action::AsTable],
    });
    here.extend([Action::Mark, Action::Difference, Action::Edit]);
    here
}

fn keys(world: &World, info: &ActionInfo) -> String {
    let keys = keymap::keys_of(&world.config, info);
    let written = keys.iter().map(|keys| keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    written.collect::<Vec<_>>().join(", ")
}

fn item(world: &World, session: &Session, info: &ActionInfo) -> Item {
    let why = able::refusal(world, session, info.action);
    Item {
        keys: keys(world, info),
        tone: if why.is_some() { Tone::Dim } else { Tone::Plain },
        // The first sentence is the reason; what to press instead is said when the key is pressed.
        right: why.map_or_else(String::new, |why| why.split(". ").next().unwrap_or_default().to_owned()),
        ..Item::new(info.doc, "", Choice::Run(info.action)).named(info.name)
    }
}

/// The nine number keys as one line: `1–9`.
fn numbers(world: &World) -> Item {
    let all: Vec<String> =
        ACTIONS.iter().filter(|info| info.action.panel_number().is_some()).map(|info| keys(world, info)).collect();
    let plain = all.iter().enumerate().all(|(at, key)| *key == (at + 1).to_string());
    let keys = if plain { String::from("1–9") } else { all.join(" ") };
    let choice = Choice::Tell("Press the number on a panel's border");
    Item { keys, ..Item::new("Focus a panel by its number; again: zoom it", "", choice) }
}

/// Actions, pages, panels and options by name.
pub(super) fn palette(world: &World, session: &Session) -> Vec<Item> {
    let mut items = Vec::new();
    let pages = session.board().map_or(&[][..], |board| &board.pages);
    for page in pages {
        items.push(Item::new(page.name.clone(), "page", Choice::Page(page.name.clone())));
    }
    for (number, page) in pages.iter().enumerate() {
        for (at, panel) in page.panels.iter().enumerate() {
            let right = format!("panel {} of {}", at + 1, page.name);
            items.push(Item::new(panel.title.clone(), right, Choice::Panel(number, at)).named(&*panel.id));
        }
    }
    let option = |text: &str, name: &str, choice| Item::new(text, "option", choice).named(name);
    items.extend([
        option("numbers short: K, M, B", "numbers-short", Choice::Numbers(Scale::Short)),
        option("numbers wan: 万, 亿", "numbers-wan", Choice::Numbers(Scale::Wan)),
        option("numbers plain: all digits", "numbers-plain", Choice::Numbers(Scale::Plain)),
        option("numbers scientific", "numbers-scientific", Choice::Numbers(Scale::Scientific)),
        option("theme dark", "dark", Choice::Light(false)),
        option("theme light", "light", Choice::Light(true)),
    ]);
    items.extend(Glyphs::ALL.map(|glyphs| {
        let name = glyphs.as_str();
        option(&format!("glyphs {name}"), &format!("glyphs-{name}"), Choice::Glyphs(glyphs))
    }));
    items.extend(ACTIONS.iter().map(|info| {
        let mut item = item(world, session, info);
        item.text = format!("{}: {}", info.name, info.doc);
        item.right = if item.right.is_empty() { std::mem::take(&mut item.keys) } else { item.right };
        item.keys = String::new();
        item
    }));
    items
}
