//! Argument reduction for the sine and the cosine: x as a number of quarter turns and a remainder.
//!
//! In: a finite |x| of at least 1/2 (below, the results are of no use). Out: n and r with |x| = n pi/2 + r up to
//! multiples of a full turn, |r| <= pi/4, and r exact to more than the precision of the result even where it is
//! smallest. The method: a product of the significand with just those bits of 2/pi that matter at its
//! exponent (M. H. Payne and R. N. Hanek 1983). Moderate arguments have a shorter way, see `f64/trig.rs`.

use super::pick;
use super::tables::{HEADS, PIO2_HI, PIO2_LO, RESTS, WORDS};

const IMPLICIT_BIT: u64 = 1 << 52;
const LIMB: u64 = (1 << 30) - 1;
/// Fraction bits of the first limb of the product; its two other bits count quarter turns.
const TOP: u32 = 28;

/// What the reduction looks up. It is handed around by reference because a loop becomes vector code only
/// where LLVM knows that what it stores is not the table: as a parameter the reference says so, while of a
/// `static` it is not seen.
#[derive(Debug)]
pub struct Tables {
    words: [u64; 542],
    heads: [f64; 256],
    rests: [f64; 256],
}

/// The tables.
pub static TABLES: Tables = Tables { words: WORDS, heads: HEADS, rests: RESTS };

/// |x| as quarter turns (only the low two bits count) and a remainder in radians, `high + low`.
///
/// Fixed-point arithmetic in limbs of 30 bits, whose products (`pmuludq`) leave room for carries: a
/// significand of two limbs times 2/pi in six limbs, cut off above at weight 4 and below at 2^-148.
#[inline(always)]
pub(super) fn quarter_turns(x: f64, tables: &Tables) -> (u64, f64, f64) {
    // The table has no rows for smaller arguments.
    let table_x = pick(x > 0.5, x, 0.5);
    let bits = table_x.to_bits();
    // A row of the table serves four exponents; the significand is shifted by the rest.
    let row = ((bits >> 54) & 511) as usize;
    let shift = (bits >> 52) & 3;
    let significand = ((bits & (IMPLICIT_BIT - 1)) | IMPLICIT_BIT) << shift;
    let (m0, m1) = (significand & LIMB, significand >> 30);
    let (w0, w1) = limbs(tables.words[row]);
    let (w2, w3) = limbs(tables.words[row + 15]);
    let (w4, w5) = limbs(tables.words[row + 30]);

    let d4 = m0 * w4 + m1 * w5;
    let d3 = m0 * w3 + m1 * w4 + (d4 >> 30);
    let d2 = m0 * w2 + m1 * w3 + (d3 >> 30);
    let d1 = m0 * w1 + m1 * w2 + (d2 >> 30);
    // Half a quarter turn on top rounds the count to nearest and makes the fraction signed.
    let d0 = m0 * w0 + m1 * w1 + (d1 >> 30) + (1 << (TOP - 1));

    let n = (d0 >> TOP) & 3;
    let f0 = fraction(d0 & ((1 << TOP) - 1), 28) - 0.5;
    let f1 = fraction(d1 & LIMB, 58);
    let f2 = fraction(d2 & LIMB, 88);
    let f3 = fraction(d3 & LIMB, 118);
    let (high, low) = radians(f0, f1, f2, f3);
    (n, high, low)
}

/// A word of the table holds two limbs of 30 bits, each in its own 32 bits.
#[inline(always)]
fn limbs(word: u64) -> (u64, u64) {
    (word >> 32, word & LIMB)
}

/// limb * 2^-scale, exact, without a conversion instruction: the limb becomes the low bits of a power of two.
#[inline(always)]
fn fraction(limb: u64, scale: u64) -> f64 {
    let power = (1023 + 52 - scale) << 52;
    f64::from_bits(limb | power) - f64::from_bits(power)
}

/// (f0 + f1 + f2 + f3) * pi/2 as a sum of two floats; each part is below the last bit of the one before.
#[inline(always)]
fn radians(f0: f64, f1: f64, f2: f64, f3: f64) -> (f64, f64) {
    // Exact sums with their rounding errors: f0 is zero or greater than f1, and so is their sum than f2.
    let a = f0 + f1;
    let a_rest = f1 - (a - f0);
    let b = a + f2;
    let b_rest = f2 - (b - a);
    let tail = (b_rest + a_rest) + f3;
    // 26 bits of b times 26 bits of pi/2 is exact; the other partial products are small.
    let head = f64::from_bits(b.to_bits() & (!0 << 27));
    let rest = (b - head) + tail;
    let product = head * PIO2_HI;
    let small = head * PIO2_LO + rest * std::f64::consts::FRAC_PI_2;
    let high = product + small;
    (high, small - (high - product))
}

/// x as quarter turns (only the low two bits count) and a remainder in radians, for an x that was an `f32`.
///
/// With a significand of 24 bits two table entries are enough: the first has 29 bits, so that its product
/// is exact, the second adds 53 bits below.
#[inline(always)]
pub(super) fn quarter_turns_f32(x: f32, tables: &Tables) -> (u64, f64) {
    let table_x = pick(x > 0.5, x, 0.5);
    let bits = table_x.to_bits();
    let row = ((bits >> 23) & 255) as usize;
    let significand = f64::from(f32::from_bits((bits & 0x007f_ffff) | INTEGER_EXPONENT));
    let head = significand * tables.heads[row];
    let rest = significand * tables.rests[row];
    let t = (head + rest) + ROUND;
    // The subtraction of the nearest integer is exact.
    let fraction = (head - (t - ROUND)) + rest;
    (t.to_bits(), fraction * std::f64::consts::FRAC_PI_2)
}

/// The exponent field under which the 24-bit significand of an `f32` reads as an integer.
const INTEGER_EXPONENT: u32 = (127 + 23) << 23;
/// 1.5 * 2^52: adding it leaves the nearest integer in the low bits of the sum.
const ROUND: f64 = 6755399441055744.0;
