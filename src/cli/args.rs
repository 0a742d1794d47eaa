//! What can be typed after `bellwether`: one struct, from which help, man page and completions come too.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::base::{Glyphs, Key, Repertoire, parse_keys};
use crate::frame::{Caps, ColorLevel, Wishes};
use crate::shell::{self, RunOptions};

/// A terminal dashboard for figures collected from articles and reports into CSV files.
#[derive(Debug, Parser)]
#[command(name = "bellwether", version, subcommand_negates_reqs = true, args_conflicts_with_subcommands = false)]
#[command(
    after_help = "Without FILE: ./config.toml and its first data file. `bellwether example` prints a file to start with; `?` inside lists the keys."
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Data files, directories, globs, or `-` for standard input; they replace the config's `data`
    #[arg(value_name = "FILE|DIR|GLOB|-")]
    files: Vec<String>,
    #[command(flatten)]
    common: Common,
}

/// Options that every command takes.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Common {
    /// Read this config instead of ./config.toml
    #[arg(long, short, global = true, value_name = "F")]
    config: Option<PathBuf>,
    /// Begin with this page
    #[arg(long, global = true, value_name = "NAME")]
    page: Option<String>,
    /// Make one board of all the files instead of a choice between them
    #[arg(long, global = true)]
    together: bool,
    /// Colours: as the environment says, none, 16, 256 or all
    #[arg(long, global = true, value_name = "LEVEL", default_value = "auto")]
    color: ColorChoice,
    /// Draw with ASCII characters only
    #[arg(long, global = true, conflicts_with = "unicode")]
    ascii: bool,
    /// Draw with Unicode whatever the locale says
    #[arg(long, global = true)]
    unicode: bool,
    /// Colours for a light background
    #[arg(long, global = true, conflicts_with = "dark")]
    light: bool,
    /// Colours for a dark background
    #[arg(long, global = true)]
    dark: bool,
    /// Characters that curves are drawn with: auto, braille, octant, sextant, half or ascii
    #[arg(long, global = true, value_name = "SET", default_value = "auto", value_parser = parse_glyphs)]
    glyphs: Chosen,
    /// Frames at the pace of a slow link (2,400 bytes a second)
    #[arg(long, global = true)]
    reduced: bool,
    /// Write what happens to this file
    #[arg(long, global = true, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Panic on purpose: panic:PLACE@N
    #[cfg(feature = "faults")]
    #[arg(long, global = true, hide = true)]
    fault: Option<crate::shell::Fault>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ColorChoice {
    Auto,
    None,
    #[value(name = "16")]
    Sixteen,
    #[value(name = "256")]
    TwoFiftySix,
    True,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the problems of the config and the data files; exit 1 if there are errors or warnings, 2 if something cannot be read
    Check(CheckArgs),
    /// Print one frame, the same as on screen; no terminal needed
    Snapshot(SnapshotArgs),
    /// Print the observations as understood, or the table as read
    Export(ExportArgs),
    /// Print a ten-line CSV to start from
    Example,
    /// Print the default config, commented, or the one planned for a file
    Config(ConfigArgs),
    /// Print all keys
    Keys,
    /// Print the man page (roff)
    Man,
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Say how each file was read, and why
    #[arg(long)]
    pub(super) explain: bool,
    /// Also recompute stated changes, multiples, shares, ranks and times, and print each that does not follow
    #[arg(long)]
    pub(super) claims: bool,
    /// Form of the list
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub(super) format: CheckFormat,
    /// Files to check; without: all data of the config
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Text,
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct SnapshotArgs {
    /// Width x height in character cells
    #[arg(long, default_value = "120x40", value_name = "WxH", value_parser = parse_size)]
    pub(super) size: (u16, u16),
    /// Form of the picture
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    pub(super) format: SnapshotFormat,
    /// Keys to press first: "tab tab z 'text' enter"
    #[arg(long, default_value = "", value_name = "KEYS", value_parser = parse_script)]
    pub(super) keys: KeyScript,
    /// Data files, directories or globs
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<String>,
}

/// Keys that were read from a script.
#[derive(Debug, Clone)]
pub(super) struct KeyScript(pub(super) Vec<Key>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SnapshotFormat {
    Text,
    Ansi,
    Svg,
    Html,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// Form
    #[arg(long, default_value = "csv", value_name = "FORMAT")]
    pub(super) format: ExportFormat,
    /// The table as it was read, before any meaning, as CSV
    #[arg(long, conflicts_with = "format")]
    pub(super) cells: bool,
    /// Data files, directories or globs
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    Csv,
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// Plan a board for this file and print it as a config
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<String>,
}

impl Args {
    /// What the shell is asked for, with the files that stand before or behind the command's name.
    pub(super) fn options(&self, files: &[String]) -> RunOptions {
        let common = &self.common;
        RunOptions {
            files: self.files.iter().chain(files).cloned().collect(),
            config: common.config.clone(),
            page: common.page.clone(),
            together: common.together,
            wishes: self.wishes(),
            log: common.log.clone(),
            #[cfg(feature = "faults")]
            fault: common.fault.clone(),
        }
    }

    /// The same for the command without a name.
    pub(super) fn run_options(&self) -> RunOptions {
        self.options(&[])
    }

    /// Characters that may be printed: as on the screen, the locale decides where no flag does.
    pub(super) fn repertoire(&self) -> Repertoire {
        Caps::guess(self.wishes(), shell::var).repertoire
    }

    fn wishes(&self) -> Wishes {
        let common = &self.common;
        let chosen = |yes: bool, no: bool| (yes || no).then_some(yes);
        Wishes {
            color: match common.color {
                ColorChoice::Auto => None,
                ColorChoice::None => Some(ColorLevel::None),
                ColorChoice::Sixteen => Some(ColorLevel::Ansi16),
                ColorChoice::TwoFiftySix => Some(ColorLevel::Ansi256),
                ColorChoice::True => Some(ColorLevel::True),
            },
            repertoire: chosen(common.ascii, common.unicode)
                .map(|ascii| if ascii { Repertoire::Ascii } else { Repertoire::Unicode }),
            light: chosen(common.light, common.dark),
            reduced: common.reduced,
            glyphs: common.glyphs.0,
        }
    }
}

/// A set of glyphs, or none for `auto`.
#[derive(Debug, Clone, Copy)]
struct Chosen(Option<Glyphs>);

fn parse_glyphs(text: &str) -> Result<Chosen, String> {
    match (text, Glyphs::parse(text)) {
        ("auto", _) => Ok(Chosen(None)),
        (_, None) => Err(format!("write auto, {}", Glyphs::ALL.map(Glyphs::as_str).join(", "))),
        (_, glyphs) => Ok(Chosen(glyphs)),
    }
}

/// `120x38`; at most 1000 either way, so that a slip of the finger does not ask for gigabytes.
fn parse_size(text: &str) -> Result<(u16, u16), String> {
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or("write width x height, such as 120x38")?;
    let side = |part: &str| match part.trim().parse::<u16>() {
        Ok(cells) if cells <= 1000 => Ok(cells),
        _ => Err(format!("{part} is no number of cells from 0 to 1000")),
    };
    Ok((side(width)?, side(height)?))
}

fn parse_script(text: &str) -> Result<KeyScript, String> {
    parse_keys(text).map(KeyScript).map_err(|word| format!("{word} is no key; `bellwether keys` lists them"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn sizes_are_bounded() {
        assert_eq!(parse_size("120x38"), Ok((120, 38)));
        assert_eq!(parse_size("0x0"), Ok((0, 0)));
        assert!(parse_size("120").is_err());
        assert!(parse_size("65535x65535").is_err());
    }

    #[test]
    fn files_stand_behind_the_command() {
        let args = Args::parse_from(["bellwether", "snapshot", "--size", "80x24", "a.csv", "--ascii"]);
        let Some(Command::Snapshot(snapshot)) = &args.command else { panic!("no snapshot") };
        let options = args.options(&snapshot.files);
        assert_eq!(options.files, ["a.csv"]);
        assert_eq!((options.wishes.repertoire, options.wishes.glyphs), (Some(Repertoire::Ascii), None));
        assert_eq!(snapshot.size, (80, 24));
    }

    #[test]
    fn a_file_alone_runs_the_board() {
        let args = Args::parse_from(["bellwether", "a.csv", "-"]);
        assert!(args.command.is_none());
        assert_eq!(args.run_options().files, ["a.csv", "-"]);
    }
}
