//! Everything a person can do, in one table: names, docs and default keys. Help, hints, palette, `keys` and the man page come from it.

/// Something that a key, the palette or a hint can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Focus the next panel.
    NextPanel,
    /// Focus the previous panel.
    PreviousPanel,
    /// Focus the panel to the left.
    FocusLeft,
    /// Focus the panel below.
    FocusDown,
    /// Focus the panel above.
    FocusUp,
    /// Focus the panel to the right.
    FocusRight,
    /// Focus panel 1; again: zoom it.
    Panel1,
    /// Focus panel 2; again: zoom it.
    Panel2,
    /// Focus panel 3; again: zoom it.
    Panel3,
    /// Focus panel 4; again: zoom it.
    Panel4,
    /// Focus panel 5; again: zoom it.
    Panel5,
    /// Focus panel 6; again: zoom it.
    Panel6,
    /// Focus panel 7; again: zoom it.
    Panel7,
    /// Focus panel 8; again: zoom it.
    Panel8,
    /// Focus panel 9; again: zoom it.
    Panel9,
    /// Zoom the panel to the whole screen, and back.
    Zoom,
    /// Larger: normal, half, full.
    Grow,
    /// Smaller: full, half, normal.
    Shrink,
    /// The same data as a table, and back.
    AsTable,
    /// Up one row or mark.
    Up,
    /// Down one row or mark.
    Down,
    /// Left one mark or column.
    Left,
    /// Right one mark or column.
    Right,
    /// Down half a page.
    HalfPageDown,
    /// Up half a page.
    HalfPageUp,
    /// Down a page.
    PageDown,
    /// Up a page.
    PageUp,
    /// To the first row or mark.
    First,
    /// To the last row or mark.
    Last,
    /// To the first column or point.
    RowStart,
    /// To the last column or point.
    RowEnd,
    /// Source of what is under the cursor; again: its rows in the table.
    Open,
    /// One step back.
    Back,
    /// Light this entity in every panel; again: only it; third time: off.
    Only,
    /// Filter rows: words, metric:mau entity:豆包, !word, >10M.
    Filter,
    /// Next row that the filter hits, across panels.
    NextHit,
    /// Previous row that the filter hits, across panels.
    PreviousHit,
    /// Sort by the cursor's column; again: reverse; third time: file order.
    Sort,
    /// Reverse the sort order.
    SortReverse,
    /// Axis: linear, log.
    Axis,
    /// Mark this value to compare with.
    Mark,
    /// Difference from the mark to the cursor; no mark: against the period before.
    Difference,
    /// Numbers as K/M/B, 万/亿, plain, scientific.
    Numbers,
    /// As-of date: what was known on a day, moved with left and right.
    AsOf,
    /// Move what a chart shows to the left.
    PanLeft,
    /// Move what a chart shows to the right.
    PanRight,
    /// Move what a chart shows up.
    PanUp,
    /// Move what a chart shows down.
    PanDown,
    /// Look closer along the horizontal axis, about the cursor.
    Closer,
    /// Look wider along the horizontal axis.
    Wider,
    /// Look closer along the vertical axis, about the cursor.
    CloserUp,
    /// Look wider along the vertical axis.
    WiderUp,
    /// From the mark to the cursor, and nothing else.
    Between,
    /// All of a chart again.
    Fit,
    /// Open another data file.
    OpenFile,
    /// Next data file.
    NextFile,
    /// Previous data file.
    PreviousFile,
    /// Next page.
    NextPage,
    /// Previous page.
    PreviousPage,
    /// Read data and config again now.
    Reload,
    /// Pause live reload, and go on.
    Pause,
    /// What changed since you last looked.
    Changes,
    /// Clear the marks of changed values.
    ClearChanges,
    /// Copy the value.
    CopyValue,
    /// Copy the citation.
    CopyCitation,
    /// Open the row in $EDITOR at its line.
    Edit,
    /// How this file was read, and why.
    HowRead,
    /// Problems: what could not be read or does not fit.
    Problems,
    /// Run an action, or go to a page or panel, by name.
    Palette,
    /// All keys for where you are.
    Help,
    /// Paint the whole screen again.
    Repaint,
    /// Suspend to the shell.
    Suspend,
    /// Quit; with something open, q closes that first.
    Quit,
}

/// Where an action stands in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionGroup {
    /// Between and around panels.
    Panels,
    /// Inside a panel.
    Move,
    /// What is shown of the data.
    Look,
    /// Which part of a chart is shown.
    Chart,
    /// Files, pages, reloading.
    Files,
    /// Out of the program.
    Out,
    /// About the program.
    Help,
}

impl ActionGroup {
    /// Heading in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Panels => "Panels",
            Self::Move => "Move",
            Self::Look => "Look",
            Self::Chart => "In a chart",
            Self::Files => "Files and pages",
            Self::Out => "Take along",
            Self::Help => "Help and leaving",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionInfo {
    /// The action.
    pub action: Action,
    /// Its name in `[keys]` and the palette.
    pub name: &'static str,
    /// What it does, without final period.
    pub doc: &'static str,
    /// Default keys; each entry is a key script ([`super::parse_keys`]) of one or two keys.
    pub keys: &'static [&'static str],
    /// Where it stands in the help.
    pub group: ActionGroup,
}

impl Action {
    /// Its row of the table.
    pub fn info(self) -> &'static ActionInfo {
        &ACTIONS[self as usize]
    }

    /// The action of that name.
    pub fn parse(name: &str) -> Option<Self> {
        ACTIONS.iter().find(|info| info.name == name).map(|info| info.action)
    }

    /// Whether it is one of a row of actions that differ by their digit only: help shows [`NUMBERED_PANELS`] once for all of them.
    pub fn is_numbered_repeat(self) -> bool {
        self.panel_number().is_some()
    }

    /// Whether it moves what a chart shows.
    pub fn is_window(self) -> bool {
        self.info().group == ActionGroup::Chart
    }

    /// The panel number of `panel-1` ... `panel-9`.
    pub fn panel_number(self) -> Option<usize> {
        let number = (self as usize + 1).checked_sub(Self::Panel1 as usize)?;
        (1..=9).contains(&number).then_some(number)
    }
}

/// Keys and text of the one help line that stands for `panel-1` ... `panel-9`.
pub const NUMBERED_PANELS: (&str, &str) = ("1–9", "Focus panel by number; again: zoom it");

/// All actions in the order of the enum and of the help.
pub const ACTIONS: &[ActionInfo] = &[
    row(Action::NextPanel, "next-panel", "Focus the next panel", &["tab"], ActionGroup::Panels),
    row(Action::PreviousPanel, "previous-panel", "Focus the previous panel", &["backtab"], ActionGroup::Panels),
    row(Action::FocusLeft, "focus-left", "Focus the panel to the left", &["H"], ActionGroup::Panels),
    row(Action::FocusDown, "focus-down", "Focus the panel below", &["J"], ActionGroup::Panels),
    row(Action::FocusUp, "focus-up", "Focus the panel above", &["K"], ActionGroup::Panels),
    row(Action::FocusRight, "focus-right", "Focus the panel to the right", &["L"], ActionGroup::Panels),
    row(Action::Panel1, "panel-1", "Focus panel 1; again: zoom it", &["1"], ActionGroup::Panels),
    row(Action::Panel2, "panel-2", "Focus panel 2; again: zoom it", &["2"], ActionGroup::Panels),
    row(Action::Panel3, "panel-3", "Focus panel 3; again: zoom it", &["3"], ActionGroup::Panels),
    row(Action::Panel4, "panel-4", "Focus panel 4; again: zoom it", &["4"], ActionGroup::Panels),
    row(Action::Panel5, "panel-5", "Focus panel 5; again: zoom it", &["5"], ActionGroup::Panels),
    row(Action::Panel6, "panel-6", "Focus panel 6; again: zoom it", &["6"], ActionGroup::Panels),
    row(Action::Panel7, "panel-7", "Focus panel 7; again: zoom it", &["7"], ActionGroup::Panels),
    row(Action::Panel8, "panel-8", "Focus panel 8; again: zoom it", &["8"], ActionGroup::Panels),
    row(Action::Panel9, "panel-9", "Focus panel 9; again: zoom it", &["9"], ActionGroup::Panels),
    row(Action::Zoom, "zoom", "Zoom the panel to the whole screen, and back", &["z"], ActionGroup::Panels),
    row(Action::Grow, "grow", "Larger: normal, half, full", &["+", "="], ActionGroup::Panels),
    row(Action::Shrink, "shrink", "Smaller: full, half, normal", &["_", "-"], ActionGroup::Panels),
    row(Action::AsTable, "as-table", "The same data as a table, and back", &["t"], ActionGroup::Panels),
    row(Action::Up, "up", "Up one row or mark", &["up", "k"], ActionGroup::Move),
    row(Action::Down, "down", "Down one row or mark", &["down", "j"], ActionGroup::Move),
    row(Action::Left, "left", "Left one mark or column", &["left", "h"], ActionGroup::Move),
    row(Action::Right, "right", "Right one mark or column", &["right", "l"], ActionGroup::Move),
    row(Action::HalfPageDown, "half-page-down", "Down half a page", &["ctrl-d"], ActionGroup::Move),
    row(Action::HalfPageUp, "half-page-up", "Up half a page", &["ctrl-u"], ActionGroup::Move),
    row(Action::PageDown, "page-down", "Down a page", &["pagedown"], ActionGroup::Move),
    row(Action::PageUp, "page-up", "Up a page", &["pageup"], ActionGroup::Move),
    row(Action::First, "first", "To the first row or mark", &["g g", "home"], ActionGroup::Move),
    row(Action::Last, "last", "To the last row or mark", &["G", "end"], ActionGroup::Move),
    row(Action::RowStart, "row-start", "To the first column or point", &["0"], ActionGroup::Move),
    row(Action::RowEnd, "row-end", "To the last column or point", &["$"], ActionGroup::Move),
    row(
        Action::Open,
        "open",
        "Source of what is under the cursor, the card of what is lit; again: rows",
        &["enter"],
        ActionGroup::Look,
    ),
    row(Action::Back, "back", "One step back", &["esc", "backspace"], ActionGroup::Look),
    row(
        Action::Only,
        "only",
        "Light this entity in every panel; again: only it; third time: off",
        &["*"],
        ActionGroup::Look,
    ),
    row(Action::Filter, "filter", "Filter rows: words, metric:mau entity:豆包, !word, >10M", &["/"], ActionGroup::Look),
    row(Action::NextHit, "next-hit", "Next row that the filter hits, across panels", &["n"], ActionGroup::Look),
    row(
        Action::PreviousHit,
        "previous-hit",
        "Previous row that the filter hits, across panels",
        &["N"],
        ActionGroup::Look,
    ),
    row(
        Action::Sort,
        "sort",
        "Sort by the cursor's column; again: reverse; third time: file order",
        &["s"],
        ActionGroup::Look,
    ),
    row(Action::SortReverse, "sort-reverse", "Reverse the sort order", &["S"], ActionGroup::Look),
    row(Action::Axis, "axis", "Axis: linear, log", &["x"], ActionGroup::Look),
    row(Action::Mark, "mark", "Mark this value to compare with", &["space", "m"], ActionGroup::Look),
    row(
        Action::Difference,
        "difference",
        "Difference from the mark to the cursor; no mark: against the period before",
        &["d"],
        ActionGroup::Look,
    ),
    row(Action::Numbers, "numbers", "Numbers as K/M/B, 万/亿, plain, scientific", &["u"], ActionGroup::Look),
    row(
        Action::AsOf,
        "as-of",
        "As-of date: what was known on a day, moved with left and right",
        &["v"],
        ActionGroup::Look,
    ),
    row(Action::PanLeft, "pan-left", "Move what the chart shows to the left", &["ctrl-left"], ActionGroup::Chart),
    row(Action::PanRight, "pan-right", "Move what the chart shows to the right", &["ctrl-right"], ActionGroup::Chart),
    row(Action::PanUp, "pan-up", "Move what the chart shows up", &["ctrl-up"], ActionGroup::Chart),
    row(Action::PanDown, "pan-down", "Move what the chart shows down", &["ctrl-down"], ActionGroup::Chart),
    row(Action::Closer, "closer", "Look closer along the horizontal axis", &["}"], ActionGroup::Chart),
    row(Action::Wider, "wider", "Look wider along the horizontal axis", &["{"], ActionGroup::Chart),
    row(Action::CloserUp, "closer-up", "Look closer along the vertical axis", &["."], ActionGroup::Chart),
    row(Action::WiderUp, "wider-up", "Look wider along the vertical axis", &[","], ActionGroup::Chart),
    row(Action::Between, "between", "Look at what lies between the mark and the cursor", &["w"], ActionGroup::Chart),
    row(Action::Fit, "fit", "The whole chart again; 0 does it, too", &["f"], ActionGroup::Chart),
    row(Action::OpenFile, "open-file", "Open another data file", &["o"], ActionGroup::Files),
    row(Action::NextFile, "next-file", "Next data file", &[">"], ActionGroup::Files),
    row(Action::PreviousFile, "previous-file", "Previous data file", &["<"], ActionGroup::Files),
    row(Action::NextPage, "next-page", "Next page", &[")", "]"], ActionGroup::Files),
    row(Action::PreviousPage, "previous-page", "Previous page", &["(", "["], ActionGroup::Files),
    row(Action::Reload, "reload", "Read data and config again now", &["R"], ActionGroup::Files),
    row(Action::Pause, "pause", "Pause live reload, and go on", &["p"], ActionGroup::Files),
    row(Action::Changes, "changes", "What changed since you last looked", &["c"], ActionGroup::Files),
    row(Action::ClearChanges, "clear-changes", "Clear the marks of changed values", &["C"], ActionGroup::Files),
    row(Action::CopyValue, "copy-value", "Copy the value", &["y"], ActionGroup::Out),
    row(Action::CopyCitation, "copy-citation", "Copy the citation", &["Y"], ActionGroup::Out),
    row(Action::Edit, "edit", "Open the row in $EDITOR at its line", &["e"], ActionGroup::Out),
    row(Action::HowRead, "how-read", "How this file was read, and why", &["i"], ActionGroup::Help),
    row(Action::Problems, "problems", "Problems: what could not be read or does not fit", &["!"], ActionGroup::Help),
    row(Action::Palette, "palette", "Run an action, or go to a page or panel, by name", &[":"], ActionGroup::Help),
    row(Action::Help, "help", "All keys for where you are", &["?", "f1"], ActionGroup::Help),
    row(Action::Repaint, "repaint", "Paint the whole screen again", &["ctrl-l"], ActionGroup::Help),
    row(Action::Suspend, "suspend", "Suspend to the shell", &["ctrl-z"], ActionGroup::Help),
    row(
        Action::Quit,
        "quit",
        "Quit; with something open, q closes that first",
        &["q", "ctrl-c", "Z Z"],
        ActionGroup::Help,
    ),
];

const fn row(
    action: Action,
    name: &'static str,
    doc: &'static str,
    keys: &'static [&'static str],
    group: ActionGroup,
) -> ActionInfo {
    ActionInfo { action, name, doc, keys, group }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (at, info) in ACTIONS.iter().enumerate() {
            assert_eq!(info.action as usize, at, "{}", info.name);
        }
    }

    #[test]
    fn panels_know_their_number() {
        assert_eq!(Action::Panel1.panel_number(), Some(1));
        assert_eq!(Action::Panel9.panel_number(), Some(9));
        let repeats = ACTIONS.iter().filter(|info| info.action.is_numbered_repeat());
        assert!(repeats.map(|info| info.keys).eq(["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(|key| [key])));
        assert_eq!(Action::FocusRight.panel_number(), None);
        assert_eq!(Action::Zoom.panel_number(), None);
    }
}
