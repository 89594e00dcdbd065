//! Prints what happens to each loop of a file: `cargo run -p hotloop-compiler --example report -- FILE [--expand]`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let path = args.iter().find(|a| !a.starts_with("--")).ok_or("usage: report FILE [--expand]")?;
    let source = std::fs::read_to_string(path)?;
    for output in hotloop_compiler::file::compile_file(&source)? {
        print!("{}", output.report);
        for error in &output.errors {
            println!("  error, line {}: {}", error.span.0.start().line, error.text);
        }
        if args.iter().any(|a| a == "--expand") {
            println!("{}", output.tokens);
        }
    }
    Ok(())
}
