//! Fields of a union are one place: iterations that write different ones of neighboring elements meet.

use hotloop::accel;

#[derive(Clone, Copy)]
pub union Bits {
    pub number: f64,
    pub word: u64,
}

#[accel(parallel)]
pub fn bits(u: &mut [Bits]) {
    for i in 0..u.len() - 1 {
        u[i].number = 1.0;
        u[i + 1].word = 2;
    }
}

fn main() {}
