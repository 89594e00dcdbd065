//! The functions that are measured: ours under each contract, the reference, where the points lie.

use hotloop::__private::contract::{Contract, Fused, FusedShort, Short, Strict};

use super::double::Real;
use super::reference as exact;

/// The contracts, in the order of the table's columns. The last two need an instruction that this build has.
pub const CONTRACTS: [&str; 4] = ["default", "`afn`", "`contract`", "`contract, afn`"];

/// Has this build fused multiply-add? Without it the last two contracts are not measured.
pub const FUSED: bool = cfg!(any(target_feature = "fma", target_arch = "aarch64"));

mod ours {
    pub use hotloop::math::f64::any::*;

    /// With the exponent as a float, as the other functions of two arguments.
    pub fn powi<C: super::Contract>(x: f64, n: f64) -> f64 {
        hotloop::math::f64::any::powi::<C>(x, n as i32)
    }
}

/// Where the points of a function lie.
#[derive(Clone, Copy, Debug)]
pub struct Domain {
    /// Least and greatest exponent of an argument.
    pub exponents: (i32, i32),
    /// Are there negative arguments?
    pub signed: bool,
    /// The interval in which every second point lies, evenly spread.
    pub focus: (f64, f64),
}

const fn domain(least: i32, greatest: i32, signed: bool, lo: f64, hi: f64) -> Domain {
    Domain { exponents: (least, greatest), signed, focus: (lo, hi) }
}

/// A function of one or two `f64`. The second argument of a function of one is ignored.
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Ours, by contract.
    pub ours: [fn(f64, f64) -> f64; 4],
    /// The reference.
    pub exact: fn(f64, f64) -> Real,
    /// Where arguments lie.
    pub domains: (Domain, Option<Domain>),
}

macro_rules! all {
    ($($f:ident($x:ident $($y:ident)?) $domain:expr $(, $second:expr)?;)*) => {
        vec![$({
            fn under<C: Contract>(_a: f64, _b: f64) -> f64 {
                all!(@call ours::$f::<C>, _a, _b $(, $y)?)
            }
            Function {
                name: stringify!($f),
                ours: [under::<Strict>, under::<Short>, under::<Fused>, under::<FusedShort>],
                exact: |_a, _b| all!(@call exact::$f, _a, _b $(, $y)?),
                domains: ($domain, all!(@second $($second)?)),
            }
        }),*]
    };
    (@call $f:expr, $a:ident, $b:ident) => { $f($a) };
    (@call $f:expr, $a:ident, $b:ident, $y:ident) => { $f($a, $b) };
    (@second) => { None };
    (@second $d:expr) => { Some($d) };
}

/// All functions on `f64`.
pub fn functions() -> Vec<Function> {
    all! {
        exp(x) domain(-60, 9, true, -745.2, 709.8);
        exp2(x) domain(-60, 10, true, -1075.0, 1024.0);
        exp_m1(x) domain(-1022, 9, true, -2.0, 2.0);
        ln(x) domain(-1074, 1023, false, 0.4, 2.5);
        ln_1p(x) domain(-1022, 1023, false, -0.75, 2.0);
        log2(x) domain(-1074, 1023, false, 0.4, 2.5);
        log10(x) domain(-1074, 1023, false, 0.4, 2.5);
        sin(x) domain(-1022, 1023, true, -10.0, 10.0);
        cos(x) domain(-60, 1023, true, -10.0, 10.0);
        tan(x) domain(-1022, 1023, true, -10.0, 10.0);
        sinh(x) domain(-1022, 9, true, -3.0, 3.0);
        cosh(x) domain(-60, 9, true, -3.0, 3.0);
        tanh(x) domain(-1022, 9, true, -3.0, 3.0);
        asin(x) domain(-1022, -1, true, -1.0, 1.0);
        acos(x) domain(-60, -1, true, -1.0, 1.0);
        atan(x) domain(-1022, 1023, true, -4.0, 4.0);
        asinh(x) domain(-1022, 1023, true, -4.0, 4.0);
        acosh(x) domain(0, 1023, false, 1.0, 4.0);
        atanh(x) domain(-1022, -1, true, -1.0, 1.0);
        cbrt(x) domain(-1074, 1023, true, 1.0, 8.0);
        erf(x) domain(-1022, 5, true, -3.0, 3.0);
        erfc(x) domain(-60, 5, true, -6.0, 27.3);
        sigmoid(x) domain(-60, 9, true, -40.0, 40.0);
        sqrt(x) domain(-1074, 1023, false, 1.0, 4.0);
        recip(x) domain(-1021, 1021, true, 1.0, 2.0);
        powf(x y) domain(-1074, 1023, false, 0.5, 3.0), domain(-60, 64, true, -100.0, 100.0);
        powi(x y) domain(-300, 300, true, 1.0, 1.05), domain(0, 7, true, -14.0, 14.0);
        atan2(y x) domain(-1074, 1023, true, -4.0, 4.0), domain(-1074, 1023, true, -4.0, 4.0);
        hypot(x y) domain(-1074, 1023, true, -4.0, 4.0), domain(-1074, 1023, true, -4.0, 4.0);
    }
}
