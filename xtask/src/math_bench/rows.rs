//! What is measured in this program: std, ours at each level and under each contract, and `wide`.

use std::hint::black_box;
use std::marker::PhantomData;
use std::time::Instant;

use hotloop::__private::contract::{Contract, Fused, FusedShort, Near, Strict};
use hotloop::__private::{Interleave, Isa, Job, Tables, at_level, gains, isa, with_isa};
use wide::{f32x8, f64x4};

use super::N;

/// As that of slices.
const BLOCK: usize = 256;

/// The least time of a call of `f`, per element, in nanoseconds.
pub fn time(mut f: impl FnMut()) -> Option<f64> {
    let once = |f: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..20).for_each(|_| f());
        start.elapsed().as_secs_f64() / 20.0 / N as f64 * 1e9
    };
    Some((0..9).map(|_| once(&mut f)).fold(f64::INFINITY, f64::min))
}

/// A function of a type: where its arguments lie, and the times of a round.
pub struct Row {
    /// The function.
    pub name: &'static str,
    /// `f64` or `f32`.
    pub kind: &'static str,
    /// The arguments are evenly spread from the first to the second, in an irregular order.
    pub range: (f64, f64),
    /// std (where it has no such function, the crate `libm`), ours at the three levels and then at v4 under `contract` and
    /// under `contract, afn`, and the crate `wide` as compiled here: for the baseline.
    pub times: [Option<f64>; 7],
}

/// Is this function asked for? One that is measured with several exponents has them behind its name.
fn is_wanted(name: &str, only: Option<&str>) -> bool {
    only.is_none_or(|only| name == only || name.split_once('(').is_some_and(|(function, _)| function == only))
}

/// What std lacks.
trait Std {
    fn erf(self) -> Self;
    fn erfc(self) -> Self;
    fn sigmoid(self) -> Self;
    fn sum_of_sin_cos(self) -> Self;
}

macro_rules! std_functions {
    ($t:ident $erf:ident $erfc:ident) => {
        impl Std for $t {
            fn erf(self) -> $t {
                libm::$erf(self)
            }
            fn erfc(self) -> $t {
                libm::$erfc(self)
            }
            fn sigmoid(self) -> $t {
                1.0 / (1.0 + (-self).exp())
            }
            fn sum_of_sin_cos(self) -> $t {
                let (s, c) = self.sin_cos();
                s + c
            }
        }
    };
}
std_functions!(f64 erf erfc);
std_functions!(f32 erff erfcf);

macro_rules! row {
    ($t:ident $vector:ident $name:expr, $range:expr, |$x:ident| $std:expr, $c:ident => $ours:expr, $beyond:expr $(, |$v:ident| $wide:expr)?) => {{
        let (lo, hi) = $range;
        let arguments: Vec<$t> =
            (0..N).map(|i| lo as $t + (hi - lo) as $t * ((i * 769 % N) as $t) / N as $t).collect();
        let mut results = vec![0.0; N];
        let std = {
            let (x, y) = (&arguments[..], &mut results[..]);
            time(|| {
                let (x, y) = (black_box(x), black_box(&mut *y));
                for (y, x) in y.iter_mut().zip(x) {
                    let $x = *x;
                    *y = $std;
                }
            })
        };
        let wide = row!(@wide $t $vector arguments results $(|$v| $wide)?);
        #[inline(always)]
        fn of<$c: Contract>($x: $t) -> $t {
            $ours
        }
        #[inline(always)]
        #[allow(unused_variables, reason = "many functions have no short form")]
        fn is_beyond($x: $t) -> bool {
            $beyond
        }
        // In blocks, as `hotloop::math::slice` has it.
        struct Map<'a, C>(&'a [$t], &'a mut [$t], PhantomData<C>);
        impl<C: Contract> Job for Map<'_, C> {
            #[inline(always)]
            fn interleaves(&self) -> bool {
                gains($name)
            }
            #[inline(always)]
            fn run<const ON: bool>(self, _: &Tables, interleave: Interleave<ON>) {
                // Under `afn` loops do not look at these.
                let looks = !(C::SHORT && matches!($name, "atan2" | "hypot"));
                // Nor at an exponent that is a number.
                let block = if matches!($name, "powi(3)" | "powi(7)") { N } else { BLOCK };
                for (y, x) in self.1.chunks_mut(block).zip(self.0.chunks(block)) {
                    if looks && x.iter().fold(false, |any, x| any | is_beyond(*x)) {
                        for (y, x) in y.iter_mut().zip(x) {
                            *y = of::<C>(*x);
                        }
                    } else {
                        let mut side_by_side = interleave.begin();
                        for (y, x) in y.iter_mut().zip(x) {
                            side_by_side.step();
                            *y = of::<Near<C>>(*x);
                        }
                        side_by_side.end();
                    }
                }
            }
        }
        macro_rules! at {
            ($level:expr, $contract:ident) => {
                if isa() >= $level {
                    with_isa($level, || {
                        let (x, y) = (&arguments[..], &mut results[..]);
                        time(|| at_level(Map::<$contract>(black_box(x), black_box(&mut *y), PhantomData)))
                    })
                } else {
                    None
                }
            };
        }
        let times = [
            std,
            at!(Isa::Baseline, Strict),
            at!(Isa::V3, Strict),
            at!(Isa::V4, Strict),
            at!(Isa::V4, Fused),
            at!(Isa::V4, FusedShort),
            wide,
        ];
        Row { name: $name, kind: stringify!($t), range: $range, times }
    }};
    (@wide $t:ident $vector:ident $x:ident $y:ident) => { None };
    (@wide $t:ident $vector:ident $arguments:ident $results:ident |$v:ident| $wide:expr) => {{
        const LANES: usize = size_of::<$vector>() / size_of::<$t>();
        let (x, y) = (&$arguments[..], &mut $results[..]);
        time(|| {
            let (x, y) = (black_box(x), black_box(&mut *y));
            let (x, y) = (x.as_chunks::<LANES>().0, y.as_chunks_mut::<LANES>().0);
            for (y, x) in y.iter_mut().zip(x) {
                let $v = $vector::from(*x);
                *y = ($wide).to_array();
            }
        })
    }};
}

macro_rules! rows {
    ($only:ident; $($name:literal $lo:literal $hi:literal, |$x:ident| $std:expr, $f:ident($($arg:expr),*) $([$reach:ident($($r:expr),*)])? $(, |$v:ident| $wide:expr)?;)*) => {{
        use hotloop::math::f32::any as f32s;
        use hotloop::math::f64::any as f64s;
        let mut rows = Vec::new();
        $(
            if is_wanted($name, $only) {
                rows.push(row!(f64 f64x4 $name, ($lo, $hi), |$x| $std, C => f64s::$f::<C>($($arg),*), rows!(@beyond f64 $($reach($($r),*))?) $(, |$v| $wide)?));
                rows.push(row!(f32 f32x8 $name, ($lo, $hi), |$x| $std, C => f32s::$f::<C>($($arg),*), rows!(@beyond f32 $($reach($($r),*))?) $(, |$v| $wide)?));
            }
        )*
        if is_wanted("sin_cos", $only) {
            let range = (-10.0, 10.0);
            rows.push(row!(f64 f64x4 "sin_cos", range, |x| x.sum_of_sin_cos(), C => {
                let (s, c) = f64s::sin_cos_near::<C>(x);
                s + c
            }, false, |v| { let (s, c) = v.sin_cos(); s + c }));
            rows.push(row!(f32 f32x8 "sin_cos", range, |x| x.sum_of_sin_cos(), C => {
                let (s, c) = f32s::sin_cos_near::<C>(x);
                s + c
            }, false, |v| { let (s, c) = v.sin_cos(); s + c }));
        }
        rows
    }};
    (@beyond $t:ident $f:ident($($arg:expr),*)) => { hotloop::__private::reach::$t::$f($($arg),*) };
    (@beyond $t:ident) => { false };
}

/// All functions, or one, measured once.
pub fn measure(only: Option<&str>) -> Vec<Row> {
    rows! { only;
        "exp" -10.0 10.0, |x| x.exp(), exp(x) [exp(x)], |v| v.exp();
        "exp2" -10.0 10.0, |x| x.exp2(), exp2(x) [exp2(x)], |v| v.exp2();
        "exp_m1" -3.0 3.0, |x| x.exp_m1(), exp_m1(x), |v| v.exp_m1();
        "ln" 0.1 10.0, |x| x.ln(), ln(x) [ln(x)], |v| v.ln();
        "ln_1p" 0.1 10.0, |x| x.ln_1p(), ln_1p(x) [ln_1p(x)], |v| v.ln_1p();
        "log2" 0.1 10.0, |x| x.log2(), log2(x) [log2(x)], |v| v.log2();
        "log10" 0.1 10.0, |x| x.log10(), log10(x) [log10(x)], |v| v.log10();
        "sin" -10.0 10.0, |x| x.sin(), sin_near(x), |v| v.sin();
        "cos" -10.0 10.0, |x| x.cos(), cos_near(x), |v| v.cos();
        "tan" -10.0 10.0, |x| x.tan(), tan_near(x), |v| v.tan();
        "sinh" -5.0 5.0, |x| x.sinh(), sinh(x), |v| v.sinh();
        "cosh" -5.0 5.0, |x| x.cosh(), cosh(x), |v| v.cosh();
        "tanh" -5.0 5.0, |x| x.tanh(), tanh(x), |v| v.tanh();
        "asin" -1.0 1.0, |x| x.asin(), asin(x), |v| v.asin();
        "acos" -1.0 1.0, |x| x.acos(), acos(x), |v| v.acos();
        "atan" -5.0 5.0, |x| x.atan(), atan(x), |v| v.atan();
        "asinh" -5.0 5.0, |x| x.asinh(), asinh(x);
        "acosh" 1.0 9.0, |x| x.acosh(), acosh(x) [acosh(x)];
        "atanh" -1.0 1.0, |x| x.atanh(), atanh(x);
        "cbrt" -9.0 9.0, |x| x.cbrt(), cbrt(x) [cbrt(x)], |v| v.cbrt();
        "erf" -3.0 3.0, |x| Std::erf(x), erf(x);
        "erfc" -3.0 3.0, |x| Std::erfc(x), erfc(x);
        "sigmoid" -10.0 10.0, |x| x.sigmoid(), sigmoid(x);
        "powf" 0.1 10.0, |x| x.powf(2.4), powf(x, 2.4) [powf(x, 2.4)], |v| v.powf_simd([2.4; LANES].into());
        "powi(3)" 0.1 10.0, |x| x.powi(3), powi(x, 3) [powi(3)];
        "powi(7)" 0.1 10.0, |x| x.powi(7), powi(x, 7) [powi(7)];
        "atan2" -5.0 5.0, |x| x.atan2(1.3), atan2(x, 1.3) [atan2(x, 1.3)], |v| v.atan2([1.3; LANES].into());
        "hypot" -5.0 5.0, |x| x.hypot(1.3), hypot(x, 1.3) [hypot(x, 1.3)];
    }
}
