//! Integers of any type for programs at the ends of types.
//!
//! In: where the range lies, the type, what the integer is for. Out: a number, taken modulo the type's width by whoever
//! casts it. Invariant: where the case asks for short ranges, they are.

use rand::RngExt;

use crate::driver::Case;
use crate::input::{Ends, Filler, Kind, Role};

/// Where the range lies in its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Zero,
    Small,
    Around,
    Bottom,
    Top,
    Middle,
    Reversed,
    ReversedFar,
    Full,
    FarHigh,
    FarLow,
    Machine,
}

const PLACES: [Place; 12] = [
    Place::Zero,
    Place::Small,
    Place::Around,
    Place::Bottom,
    Place::Top,
    Place::Middle,
    Place::Reversed,
    Place::ReversedFar,
    Place::Full,
    Place::FarHigh,
    Place::FarLow,
    Place::Machine,
];
/// How often each place is tried, every time with another length.
const ROUNDS: usize = 10;
const LENGTHS: [usize; 15] = [33, 0, 4099, 100, 1, 8, 64, 2, 127, 3, 130, 1500, 255, 300, 257];
/// The greatest length where a loop may count past the end of a type of one byte: an index out of bounds must come before
/// the counter is where it was.
const COUNTED: usize = 56;

/// Every place several times.
pub fn inputs(case: &Case) -> Vec<(Kind, usize)> {
    let length = |at: usize| {
        let length = LENGTHS[(7 * at + case.number as usize) % LENGTHS.len()];
        if case.ends == Ends::Counted { length.min(COUNTED) } else { length }
    };
    (0..ROUNDS * PLACES.len()).map(|at| (Kind::Edge(PLACES[at % PLACES.len()]), length(at))).collect()
}

/// The ends of the type.
fn limits(bits: u32, signed: bool) -> (i128, i128) {
    match (bits, signed) {
        (128, true) => (i128::MIN, i128::MAX),
        (128, false) => (0, -1),
        (_, true) => (-1 << (bits - 1), (1 << (bits - 1)) - 1),
        (_, false) => (0, (1 << bits) - 1),
    }
}

impl Filler {
    pub fn int_of(&mut self, bits: u32, signed: bool, role: Role) -> i128 {
        let (min, max) = limits(bits, signed);
        let n = self.n as i128;
        let half = 1i128 << (bits - 1);
        let window = self.window(bits, signed);
        match role {
            Role::Low => window.0,
            Role::High => window.1,
            Role::Step => self.one([1, 1, 1, 2, 2, 3, 7, n, n + 1, half, half.wrapping_sub(1), max, max.wrapping_sub(1), 0]),
            // Of one byte, 64 would come back to where it was, and of 128 bits a cast would leave nothing of 2^127.
            Role::Stride => {
                let half = if bits == 128 { 1 << 63 } else { half };
                self.one([1, 1, 1, 2, 2, 3, 7, 1, 2, half, half.wrapping_sub(1), max, -1, -2])
            }
            Role::Start => self.one([
                0, 0, 0, 1, n, n.wrapping_sub(1), max, max.wrapping_sub(n), max.wrapping_sub(n.wrapping_sub(1)), min,
                min.wrapping_add(n), half, half.wrapping_sub(n), window.0,
            ]),
            Role::Offset => self.one([
                0, 1, n, n.wrapping_sub(1), -1, max, min, half, half.wrapping_add(1), window.0, window.0.wrapping_neg(), window.1, 2, 63,
            ]),
        }
    }

    fn one<const N: usize>(&mut self, all: [i128; N]) -> i128 {
        all[self.rng.random_range(0..N)]
    }

    /// The ends of the range: the same whenever it is asked for, so that they belong together.
    fn window(&mut self, bits: u32, signed: bool) -> (i128, i128) {
        let (min, max) = limits(bits, signed);
        let (n, near) = (self.n as i128, self.near as i128);
        let Kind::Edge(place) = self.kind else { return (0, n) };
        let far = matches!(place, Place::Full | Place::FarHigh | Place::FarLow | Place::Machine);
        let place = if far && self.ends == Ends::Short && bits > 16 { Place::Top } else { place };
        // An inclusive range has one more.
        let n = n - near % 2;
        let from = |lo: i128| (lo, lo.wrapping_add(n));
        match place {
            Place::Zero => from(0),
            Place::Small => from(near + 1),
            Place::Around => from(-(n / 2)),
            Place::Bottom => from(min.wrapping_add(near)),
            Place::Top => from(max.wrapping_sub(near).wrapping_sub(n)),
            Place::Middle => from((1i128 << (bits - 1)).wrapping_sub(n / 2)),
            Place::Reversed => (n.wrapping_add(near), n),
            Place::ReversedFar => (max.wrapping_sub(near), min.wrapping_add(near / 2)),
            Place::Full => (min, max),
            Place::FarHigh => (near, max.wrapping_sub(near / 2)),
            Place::FarLow => (min.wrapping_add(near), max / 2),
            Place::Machine => {
                let ends = [usize::MAX as i128, isize::MAX as i128, i128::from(u32::MAX), i128::from(i32::MAX)];
                (near, ends[self.near % ends.len()].wrapping_sub(near / 2))
            }
        }
    }
}
