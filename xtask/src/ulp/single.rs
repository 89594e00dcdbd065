//! The errors on `f32`: every argument, against functions on `f64` that are themselves checked.

use hotloop::__private::contract::{Contract, Fused, FusedShort, Short, Strict};
use hotloop::math::f32::any;

use super::functions::{Domain, FUSED};
use super::points::Points;

/// The greatest error by contract, and its arguments.
pub type Worst = [Option<(f64, [f32; 2])>; 4];

/// A function on `f32`.
pub struct Single {
    /// Name.
    pub name: &'static str,
    /// Measures all arguments (every so many), or pairs of arguments.
    pub measure: fn(usize) -> Worst,
    /// The reference, for its own check.
    pub reference: fn(f64, f64) -> f64,
}

/// One unit in the last place of an `f32` result of this value.
fn ulp(x: f64) -> f64 {
    let exponent = (((x.to_bits() >> 52) & 2047) as i64 - 1023).max(-126);
    f64::from_bits(((exponent - 23 + 1023) as u64) << 52)
}

/// The distance of a result from the exact value; infinity counts as 2^128.
fn distance(y: f32, exact: f64) -> f64 {
    const TOP: f64 = 340282366920938463463374607431768211456.0;
    if y.is_nan() || exact.is_nan() {
        return if y.is_nan() && exact.is_nan() { 0.0 } else { f64::INFINITY };
    }
    let y = if y.is_infinite() { TOP.copysign(y.into()) } else { y.into() };
    if exact.abs() >= TOP {
        return if y.abs() == TOP && y.signum() == exact.signum() { 0.0 } else { f64::INFINITY };
    }
    (y - exact).abs() / ulp(exact)
}

/// May a distance in the block be greater than `most`? As vector code: this is asked of every block, and the
/// answer is mostly no.
fn above(y: &[f32], exact: &[f64], most: f64) -> bool {
    y.iter().zip(exact).fold(false, |any, (y, e)| {
        let y = f64::from(*y);
        let within = (y - e).abs() / ulp(*e) <= most;
        any | !(within | (y.is_nan() & e.is_nan()))
    })
}

/// What all threads found, each in its part of the arguments.
fn in_parts(measure: impl Fn(u32, u32) -> Worst + Sync) -> Worst {
    let parts = u32::try_from(super::threads()).expect("few threads");
    let measure = &measure;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..parts).map(|part| scope.spawn(move || measure(part, parts))).collect();
        let mut worst: Worst = [None; 4];
        for thread in threads {
            let found = thread.join().expect("the measurement does not panic");
            for (worst, found) in worst.iter_mut().zip(found) {
                if found.is_some_and(|f| worst.is_none_or(|w| f.0 > w.0)) {
                    *worst = found;
                }
            }
        }
        worst
    })
}

/// A function over a slice.
type OverSlice = fn(&[f32], &mut [f32]);

/// Block by block, so that our loop is vector code. Of each run of `parts` blocks the part takes one.
fn sweep(ours: [OverSlice; 4], exact: fn(f64) -> f64, step: usize, part: u32, parts: u32) -> Worst {
    const BLOCK: usize = 4096;
    let mut worst: Worst = [None; 4];
    let mut x = Vec::with_capacity(BLOCK);
    let (mut y, mut e) = (vec![0.0f32; BLOCK], vec![0.0f64; BLOCK]);
    for block in (0u64..).skip(part as usize).step_by(parts as usize) {
        let at = |i: usize| u32::try_from((block * BLOCK as u64 + i as u64) * step as u64);
        x.clear();
        x.extend((0..BLOCK).map_while(|i| at(i).ok()).map(f32::from_bits));
        if x.is_empty() {
            break;
        }
        x.iter().zip(&mut e).for_each(|(x, e)| *e = exact(f64::from(*x)));
        for c in 0..if FUSED { 4 } else { 2 } {
            ours[c](&x, &mut y[..x.len()]);
            let so_far = worst[c].map_or(-1.0, |(w, _)| w);
            if !above(&y[..x.len()], &e, so_far) {
                continue;
            }
            for ((x, y), e) in x.iter().zip(&y).zip(&e) {
                let d = distance(*y, *e);
                if worst[c].is_none_or(|(w, _)| d > w) {
                    worst[c] = Some((d, [*x, 0.0]));
                }
            }
        }
    }
    worst
}

/// Pairs of arguments: 4096 bit patterns of each, evenly spread (all exponents, both signs, the special values),
/// then points over exponents and near one.
fn pairs(
    ours: [fn(f32, f32) -> f32; 4],
    exact: fn(f64, f64) -> f64,
    step: usize,
    part: u32,
    parts: u32,
) -> Worst {
    let mut worst: Worst = [None; 4];
    let mut see = |x: f32, y: f32| {
        let e = exact(x.into(), y.into());
        for c in 0..if FUSED { 4 } else { 2 } {
            let d = distance(ours[c](x, y), e);
            if worst[c].is_none_or(|(w, _)| d > w) {
                worst[c] = Some((d, [x, y]));
            }
        }
    };
    let grid = || (0..=u32::MAX).step_by((1 << 20) * step.clamp(1, 64) + 1).map(f32::from_bits);
    let rows = grid().skip(part as usize).step_by(parts as usize);
    rows.for_each(|x| grid().for_each(|y| see(x, y)));
    let mut random = Points::new(5 + u64::from(part));
    let domain = Domain { exponents: (-149, 127), signed: true, focus: (-3.0, 3.0) };
    for i in 0..100_000_000 / step as u64 / u64::from(parts) {
        see(random.next(&domain, i) as f32, random.next(&domain, i / 2) as f32);
    }
    worst
}

/// Integer exponents from -40 to 40, each with every significand of one binade (every so many), and with 4096 bit patterns,
/// evenly spread: all exponents, both signs, the special values.
fn integer_powers(step: usize, part: u32, parts: u32) -> Worst {
    let ours: [fn(f32, i32) -> f32; 4] =
        [any::powi::<Strict>, any::powi::<Short>, any::powi::<Fused>, any::powi::<FusedShort>];
    let mut worst: Worst = [None; 4];
    for n in (-40..=40).skip(part as usize).step_by(parts as usize) {
        let binade = (1.0f32.to_bits()..2.0f32.to_bits()).step_by(step);
        for x in binade.chain((0..=u32::MAX).step_by((1 << 20) + 1)).map(f32::from_bits) {
            let exact = f64::from(x).powf(n.into());
            for c in 0..if FUSED { 4 } else { 2 } {
                let d = distance(ours[c](x, n), exact);
                if worst[c].is_none_or(|(w, _)| d > w) {
                    worst[c] = Some((d, [x, n as f32]));
                }
            }
        }
    }
    worst
}

macro_rules! functions {
    ($($f:ident $exact:expr;)*) => {
        vec![$({
            fn map<C: Contract>(x: &[f32], y: &mut [f32]) {
                x.iter().zip(y).for_each(|(x, y)| *y = any::$f::<C>(*x));
            }
            const EXACT: fn(f64) -> f64 = $exact;
            Single {
                name: stringify!($f),
                measure: |step| {
                    let ours: [OverSlice; 4] = [map::<Strict>, map::<Short>, map::<Fused>, map::<FusedShort>];
                    in_parts(|part, parts| sweep(ours, EXACT, step, part, parts))
                },
                reference: |x, _| EXACT(x),
            }
        }),*]
    };
}

macro_rules! functions_of_two {
    ($($f:ident $exact:expr;)*) => {
        vec![$({
            const EXACT: fn(f64, f64) -> f64 = $exact;
            Single {
                name: stringify!($f),
                measure: |step| {
                    let ours = [any::$f::<Strict>, any::$f::<Short>, any::$f::<Fused>, any::$f::<FusedShort>];
                    in_parts(|part, parts| pairs(ours, EXACT, step, part, parts))
                },
                reference: EXACT,
            }
        }),*]
    };
}

fn sigmoid(x: f64) -> f64 {
    if x < 0.0 { x.exp() / (1.0 + x.exp()) } else { 1.0 / (1.0 + (-x).exp()) }
}

/// All functions on `f32`.
pub fn functions() -> Vec<Single> {
    let mut all = functions! {
        exp f64::exp;
        exp2 f64::exp2;
        exp_m1 f64::exp_m1;
        ln f64::ln;
        ln_1p f64::ln_1p;
        log2 f64::log2;
        log10 f64::log10;
        sin f64::sin;
        cos f64::cos;
        tan f64::tan;
        sinh f64::sinh;
        cosh f64::cosh;
        tanh f64::tanh;
        asin f64::asin;
        acos f64::acos;
        atan f64::atan;
        asinh libm::asinh;
        acosh |x| if x < 1.0 { f64::NAN } else { libm::acosh(x) };
        atanh libm::atanh;
        cbrt f64::cbrt;
        erf libm::erf;
        erfc libm::erfc;
        sigmoid sigmoid;
        sqrt f64::sqrt;
        recip f64::recip;
    };
    all.extend(functions_of_two! {
        powf f64::powf;
        atan2 f64::atan2;
        hypot f64::hypot;
    });
    all.push(Single {
        name: "powi",
        measure: |step| in_parts(|part, parts| integer_powers(step, part, parts)),
        reference: f64::powf,
    });
    all
}
