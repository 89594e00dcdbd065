//! The program in edition 2018.
#![forbid(unsafe_code)]

mod program;

fn main() {
    program::main("2018");
}
