//! The program in edition 2021.
#![forbid(unsafe_code)]

mod program;

fn main() {
    program::main("2021");
}
