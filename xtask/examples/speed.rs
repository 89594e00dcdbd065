use hotloop::__private::contract::*;
use hotloop::math::f32::any as s;
use hotloop::math::f64::any as d;
use std::hint::black_box;
use std::time::Instant;
#[inline(never)]
fn base<R>(f: impl FnOnce() -> R) -> R {
    f()
}
#[target_feature(enable = "avx2,bmi1,bmi2,fma,f16c,lzcnt,movbe,popcnt")]
unsafe fn v3<R>(f: impl FnOnce() -> R) -> R {
    f()
}
#[target_feature(
    enable = "avx2,bmi1,bmi2,fma,f16c,lzcnt,movbe,popcnt,avx512f,avx512bw,avx512cd,avx512dq,avx512vl"
)]
unsafe fn v4<R>(f: impl FnOnce() -> R) -> R {
    f()
}
fn time(mut f: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..9 {
        let t = Instant::now();
        for _ in 0..20 {
            f()
        }
        best = best.min(t.elapsed().as_secs_f64() / 20.0 / 1024.0 * 1e9);
    }
    best
}
macro_rules! row {
    ($t:ident $name:literal $lo:literal $hi:literal, |$x:ident| $std:expr, $c:ident $ours:expr) => {{
        if std::env::args().nth(1).is_none_or(|a| a == $name) {
        let x: Vec<$t> = (0..1024).map(|i| $lo + ($hi - $lo) * ((i * 769 % 1024) as $t) / 1024.0).collect();
        let mut y = vec![0.0 as $t; 1024];
        let std = { let (x, y) = (&x[..], &mut y[..]); time(|| { let (x, y) = (black_box(x), black_box(&mut *y)); for i in 0..1024 { let $x = x[i]; y[i] = $std; } }) };
        macro_rules! at { ($level:ident $k:ident) => {{ let (x, y) = (&x[..], &mut y[..]); time(|| { let (x, y) = (black_box(x), black_box(&mut *y)); #[allow(unused_unsafe)] unsafe { $level(move || { type $c = $k; for (y, x) in y.iter_mut().zip(x) { let $x = *x; *y = $ours; } }) } }) }} }
        let (b, a3, a4, f4, s4) = (at!(base Strict), at!(v3 Strict), at!(v4 Strict), at!(v4 Fused), at!(v4 FusedShort));
        println!("{} {:8} std {:6.2}  base {:5.2} ({:4.1}) v3 {:5.2} ({:4.1}) v4 {:5.2} ({:4.1}) fused {:5.2} short {:5.2} {}", stringify!($t), $name, std, b, std/b, a3, std/a3, a4, std/a4, f4, s4, if std/a4 < 4.0 || std/b < 1.0 {"<<<"} else {""});
        }
    }};
}
macro_rules! both { ($($name:literal $lo:literal $hi:literal, |$x:ident| $std:expr, $f:ident)*) => { $(row!(f64 $name $lo $hi, |$x| $std, C d::$f::<C>($x));)* $(row!(f32 $name $lo $hi, |$x| $std, C s::$f::<C>($x));)* } }
unsafe extern "C" {
    fn erf(x: f64) -> f64;
    fn erff(x: f32) -> f32;
}
trait Erf {
    fn erf_std(self) -> Self;
}
impl Erf for f64 {
    fn erf_std(self) -> f64 {
        unsafe { erf(self) }
    }
}
impl Erf for f32 {
    fn erf_std(self) -> f32 {
        unsafe { erff(self) }
    }
}
fn main() {
    both! {
        "exp" -10.0 10.0, |x| x.exp(), exp
        "exp2" -10.0 10.0, |x| x.exp2(), exp2
        "exp_m1" -3.0 3.0, |x| x.exp_m1(), exp_m1
        "ln" 0.1 10.0, |x| x.ln(), ln
        "ln_1p" 0.1 10.0, |x| x.ln_1p(), ln_1p
        "log2" 0.1 10.0, |x| x.log2(), log2
        "log10" 0.1 10.0, |x| x.log10(), log10
        "sin" -10.0 10.0, |x| x.sin(), sin_near
        "cos" -10.0 10.0, |x| x.cos(), cos_near
        "tan" -10.0 10.0, |x| x.tan(), tan_near
        "sinh" -5.0 5.0, |x| x.sinh(), sinh
        "cosh" -5.0 5.0, |x| x.cosh(), cosh
        "tanh" -5.0 5.0, |x| x.tanh(), tanh
        "asin" -1.0 1.0, |x| x.asin(), asin
        "acos" -1.0 1.0, |x| x.acos(), acos
        "atan" -5.0 5.0, |x| x.atan(), atan
        "asinh" -5.0 5.0, |x| x.asinh(), asinh
        "acosh" 1.0 9.0, |x| x.acosh(), acosh
        "atanh" -1.0 1.0, |x| x.atanh(), atanh
        "cbrt" -9.0 9.0, |x| x.cbrt(), cbrt
        "erf" -4.0 4.0, |x| x.erf_std(), erf
        "erfc" -4.0 4.0, |x| x.erf_std(), erfc
        "sigmoid" -9.0 9.0, |x| 1.0 / (1.0 + (-x).exp()), sigmoid
        "sqrt" 0.0 9.0, |x| x.sqrt(), sqrt
    }
    row!(f64 "powf" 0.1 10.0, |x| x.powf(2.4), C d::powf::<C>(x, 2.4));
    row!(f32 "powf" 0.1 10.0, |x| x.powf(2.4), C s::powf::<C>(x, 2.4));
    row!(f64 "powi" 0.1 10.0, |x| x.powi(black_box(7)), C {d::powi::<C>(x, 7)});
    row!(f64 "powi20" 0.1 10.0, |x| x.powi(black_box(20)), C {d::powi::<C>(x, 20)});
    row!(f32 "powi" 0.1 10.0, |x| x.powi(black_box(7)), C s::powi::<C>(x, 7));
    row!(f64 "atan2" -5.0 5.0, |x| x.atan2(1.3), C d::atan2::<C>(x, 1.3));
    row!(f32 "atan2" -5.0 5.0, |x| x.atan2(1.3), C s::atan2::<C>(x, 1.3));
    row!(f64 "hypot" -5.0 5.0, |x| x.hypot(1.3), C d::hypot::<C>(x, 1.3));
    row!(f32 "hypot" -5.0 5.0, |x| x.hypot(1.3), C s::hypot::<C>(x, 1.3));
    row!(f64 "sin_cos" -5.0 5.0, |x| {let (s,c) = x.sin_cos(); s+c}, C {let (s, c) = d::sin_cos_near::<C>(x); s + c});
    row!(f32 "sin_cos" -5.0 5.0, |x| {let (s,c) = x.sin_cos(); s+c}, C {let (s, c) = s::sin_cos_near::<C>(x); s + c});
}
