//! The binary: everything is in the library.

fn main() -> color_eyre::Result<std::process::ExitCode> {
    color_eyre::install()?;
    bellwether::cli::main()
}
