//! The program in edition 2024.
#![forbid(unsafe_code)]

mod program;

fn main() {
    program::main("2024");
}
