//! Floor 7: the command line; exit codes; the one place that prints.

mod args;
mod check;
mod commands;
mod documents;
mod reports;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// Exit code where a named input or the config cannot be read, or nothing could be drawn.
const UNREADABLE: u8 = 2;

/// Runs the program with the process's arguments and returns its exit code.
///
/// # Errors
/// Only what no sentence could be made of.
pub fn main() -> color_eyre::Result<ExitCode> {
    reports::install()?;
    let args = Args::parse();
    let result = match &args.command {
        None => commands::run(&args.run_options()),
        Some(Command::Check(check)) => check::check(&args, check),
        Some(Command::Snapshot(snapshot)) => commands::snapshot(&args, snapshot),
        Some(Command::Export(export)) => commands::export(&args, export),
        Some(Command::Example) => documents::print(documents::EXAMPLE.as_bytes()),
        Some(Command::Config(config)) => commands::config(&args, config),
        Some(Command::Keys) => documents::print(documents::keys(args.repertoire()).as_bytes()),
        Some(Command::Man) => documents::man(),
        Some(Command::Completions { shell }) => documents::completions(*shell),
    };
    match result {
        Ok(code) => Ok(code),
        Err(error) => match error.downcast_ref::<std::io::Error>() {
            // A reader that has seen enough (`| head -1`) is no failure.
            Some(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
            Some(error) => {
                // Where that cannot be said either, the exit code says it.
                let _ = writeln!(std::io::stderr().lock(), "bellwether: cannot write: {error}");
                Ok(ExitCode::from(1))
            }
            None => Err(error),
        },
    }
}
