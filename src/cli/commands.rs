//! run, snapshot, export and config.

use std::io::{IsTerminal, Write as _};
use std::process::ExitCode;

use super::args::{Args, ConfigArgs, ExportArgs, ExportFormat, SnapshotArgs, SnapshotFormat};
use super::documents::print;
use super::{UNREADABLE, check};
use crate::app::World;
use crate::base::{Repertoire, Safe};
use crate::board::{DEFAULT_CONFIG, Lens, plan, write_config};
use crate::data::{Form, export_cells, export_observations};
use crate::frame::{Caps, ColorLevel, can_draw, to_ansi, to_html, to_svg, to_text};
use crate::shell::{self, RunOptions};

/// Size of the text that is printed where standard output is no terminal.
const PRINTED: (u16, u16) = (120, 40);

/// The dashboard; where there is no terminal to draw on, its first frame as plain text.
pub(super) fn run(options: &RunOptions) -> color_eyre::Result<ExitCode> {
    let can_draw = can_draw(shell::var("TERM").as_deref());
    if !can_draw || !std::io::stdout().is_terminal() {
        let world = shell::load_once(options);
        let mut caps = Caps::guess(options.wishes, shell::var).of_picture(options.wishes);
        caps.color = ColorLevel::None;
        let mut size = PRINTED;
        if std::io::stdout().is_terminal() {
            // It is read right here: no wider than it is, and why it is no more than text.
            let why = "bellwether: this terminal is not known to take more than text (TERM), so here is one frame";
            writeln!(std::io::stderr().lock(), "{why}")?;
            size.0 = shell::columns_of(&std::io::stdout()).unwrap_or(size.0);
        }
        let frame = shell::snapshot(&world, options, caps, size, &[]);
        print(to_text(&frame).as_bytes())?;
        return Ok(drawn(&world));
    }
    // Two readers would share what is typed, each with half of it.
    if std::io::stdin().is_terminal() && options.files.iter().any(|file| file == "-") {
        return refuse(shell::TERMINAL_GIVEN);
    }
    match shell::run(options) {
        Ok(code) => Ok(code),
        Err(sentence) => refuse(&check::said(&sentence, Caps::guess(options.wishes, shell::var).repertoire)),
    }
}

/// One frame.
pub(super) fn snapshot(args: &Args, snapshot: &SnapshotArgs) -> color_eyre::Result<ExitCode> {
    let options = args.options(&snapshot.files);
    let mut world = shell::load_once(&options);
    if let Some(page) = &options.page {
        let board = plan(&world.config, &world.sources(), &Lens::default());
        if let Some(sentence) = board.unknown_page(page) {
            return refuse(&check::said(&sentence, args.repertoire()));
        }
    }
    // The frame is the one that the config planned for the file would give; that it was planned is said beside it.
    if let Some(sentence) = world.planned.take() {
        writeln!(std::io::stderr().lock(), "bellwether: {}", check::said(&sentence, args.repertoire()))?;
    }
    let mut caps = Caps::guess(options.wishes, shell::var);
    // What goes into a file is not read on this terminal.
    if matches!(snapshot.format, SnapshotFormat::Svg | SnapshotFormat::Html) || !std::io::stdout().is_terminal() {
        caps = caps.of_picture(options.wishes);
    }
    // A picture has all colours, and a page of text none, unless the user says otherwise.
    if options.wishes.color.is_none() {
        caps.color = match snapshot.format {
            SnapshotFormat::Text => ColorLevel::None,
            SnapshotFormat::Ansi => caps.color,
            SnapshotFormat::Svg | SnapshotFormat::Html => ColorLevel::True,
        };
    }
    let frame = shell::snapshot(&world, &options, caps, snapshot.size, &snapshot.keys.0);
    let document = match snapshot.format {
        SnapshotFormat::Text => to_text(&frame),
        SnapshotFormat::Ansi => to_ansi(&frame, &caps),
        SnapshotFormat::Svg => to_svg(&frame, &caps),
        SnapshotFormat::Html => to_html(&frame, &caps),
    };
    print(document.as_bytes())?;
    Ok(drawn(&world))
}

/// The observations as understood, or the table as read.
pub(super) fn export(args: &Args, export: &ExportArgs) -> color_eyre::Result<ExitCode> {
    let options = args.options(&export.files);
    let world = shell::load_once(&options);
    if let Some(problem) = &world.nothing {
        return refuse(&check::sentence(problem, args.repertoire()));
    }
    let bytes = match (export.cells, export.format) {
        (true, _) => export_cells(&world.dataset),
        (false, ExportFormat::Csv) => export_observations(&world.dataset, Form::Csv),
        (false, ExportFormat::Json) => export_observations(&world.dataset, Form::Json),
    };
    let form = if !export.cells && export.format == ExportFormat::Json { shown_json } else { shown };
    print(&for_output(bytes, form))
}

/// The default config, or the one planned for a file.
pub(super) fn config(args: &Args, config: &ConfigArgs) -> color_eyre::Result<ExitCode> {
    let Some(file) = &config.from else { return print(DEFAULT_CONFIG.as_bytes()) };
    let world = shell::load_once(&args.options(std::slice::from_ref(file)));
    if let Some(problem) = &world.nothing {
        return refuse(&check::sentence(problem, args.repertoire()));
    }
    print(&for_output(write_config(&world.dataset, file).into_bytes(), shown))
}

/// Data for other programs byte by byte, and for a terminal so that nothing in it is a command: as `ls` does with names.
fn for_output(bytes: Vec<u8>, shown: fn(&str) -> String) -> Vec<u8> {
    if std::io::stdout().is_terminal() { shown(&String::from_utf8_lossy(&bytes)).into_bytes() } else { bytes }
}

/// Lines with a mark for each character that would not be seen.
fn shown(text: &str) -> String {
    text.lines().fold(String::new(), |all, line| {
        all + Safe::new(line, Repertoire::Unicode).as_str()
            + "
"
    })
}

/// The same in JSON, which has escapes of its own.
fn shown_json(text: &str) -> String {
    check::json_escaped(text)
}

/// Exit code of a drawn frame: 2 where there was nothing to draw.
fn drawn(world: &World) -> ExitCode {
    if world.nothing.is_some() { ExitCode::from(UNREADABLE) } else { ExitCode::SUCCESS }
}

/// Says on standard error why nothing could be done.
fn refuse(sentence: &str) -> color_eyre::Result<ExitCode> {
    writeln!(std::io::stderr().lock(), "bellwether: {sentence}")?;
    Ok(ExitCode::from(UNREADABLE))
}
