//! The functions that are measured: ours under a contract, the reference, where the points lie.

use hotloop::__private::contract::Contract;
use hotloop::math::f64::any;

use super::double::Real;
use super::reference as exact;

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

/// A function of one `f64`.
pub struct Unary<C> {
    pub name: &'static str,
    pub ours: fn(f64) -> f64,
    pub exact: fn(f64) -> Real,
    pub domain: Domain,
    contract: std::marker::PhantomData<C>,
}

/// A function of two.
pub struct Binary<C> {
    pub name: &'static str,
    pub ours: fn(f64, f64) -> f64,
    pub exact: fn(f64, f64) -> Real,
    pub domains: (Domain, Domain),
    contract: std::marker::PhantomData<C>,
}

macro_rules! unary {
    ($($f:ident $domain:expr;)*) => {
        vec![$(Unary {
            name: stringify!($f),
            ours: any::$f::<C>,
            exact: exact::$f,
            domain: $domain,
            contract: std::marker::PhantomData,
        }),*]
    };
}

/// All functions of one argument.
pub fn unary<C: Contract>() -> Vec<Unary<C>> {
    unary! {
        exp domain(-60, 9, true, -745.2, 709.8);
        exp2 domain(-60, 10, true, -1075.0, 1024.0);
        exp_m1 domain(-1022, 9, true, -2.0, 2.0);
        ln domain(-1074, 1023, false, 0.4, 2.5);
        ln_1p domain(-1022, 1023, false, -0.75, 2.0);
        log2 domain(-1074, 1023, false, 0.4, 2.5);
        log10 domain(-1074, 1023, false, 0.4, 2.5);
        sin domain(-1022, 1023, true, -10.0, 10.0);
        cos domain(-60, 1023, true, -10.0, 10.0);
        tan domain(-1022, 1023, true, -10.0, 10.0);
        sinh domain(-1022, 9, true, -3.0, 3.0);
        cosh domain(-60, 9, true, -3.0, 3.0);
        tanh domain(-1022, 9, true, -3.0, 3.0);
        asin domain(-1022, -1, true, -1.0, 1.0);
        acos domain(-60, -1, true, -1.0, 1.0);
        atan domain(-1022, 1023, true, -4.0, 4.0);
        asinh domain(-1022, 1023, true, -4.0, 4.0);
        acosh domain(0, 1023, false, 1.0, 4.0);
        atanh domain(-1022, -1, true, -1.0, 1.0);
        cbrt domain(-1074, 1023, true, 1.0, 8.0);
        erf domain(-1022, 5, true, -3.0, 3.0);
        erfc domain(-60, 5, true, -6.0, 27.3);
        sigmoid domain(-60, 9, true, -40.0, 40.0);
    }
}

macro_rules! binary {
    ($($f:ident $x:expr, $y:expr;)*) => {
        vec![$(Binary {
            name: stringify!($f),
            ours: any::$f::<C>,
            exact: exact::$f,
            domains: ($x, $y),
            contract: std::marker::PhantomData,
        }),*]
    };
}

/// All functions of two arguments.
pub fn binary<C: Contract>() -> Vec<Binary<C>> {
    binary! {
        powf domain(-1074, 1023, false, 0.5, 3.0), domain(-60, 64, true, -100.0, 100.0);
        atan2 domain(-1074, 1023, true, -4.0, 4.0), domain(-1074, 1023, true, -4.0, 4.0);
        hypot domain(-1074, 1023, true, -4.0, 4.0), domain(-1074, 1023, true, -4.0, 4.0);
    }
}
