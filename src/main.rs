//! The binary: everything is in the library.

fn main() -> color_eyre::Result<std::process::ExitCode> {
    bellwether::cli::main()
}
