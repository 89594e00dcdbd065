use hotloop::__private::contract::*;
use hotloop::math::f32::any as s;
fn ulp(x: f64) -> f64 {
    let e = ((x.abs().to_bits() >> 52) as i64 - 1023).max(-126);
    f64::from_bits(((e - 23 + 1023) as u64) << 52)
}
fn dist(y: f32, e: f64) -> f64 {
    if e.is_nan() || y.is_nan() {
        return if e.is_nan() && y.is_nan() { 0.0 } else { f64::NAN };
    }
    if y.is_infinite() {
        return if e.abs() >= 3.4028236e38 { 0.0 } else { f64::INFINITY };
    }
    if e.is_infinite() {
        return f64::INFINITY;
    }
    (y as f64 - e).abs() / ulp(e)
}
macro_rules! un { ($step:expr; $($f:ident $e:expr;)*) => { $({
    let (mut w, mut at) = (0.0, 0.0f32);
    let e: fn(f64) -> f64 = $e;
    for b in (0..=u32::MAX).step_by($step) { let x = f32::from_bits(b); let d = dist(s::$f::<Strict>(x), e(x as f64)); if !(d <= w) { w = d; at = x; if d.is_nan() { break } } }
    println!("{:8} {:.4} at {:e} ours {:e} exact {:e}", stringify!($f), w, at, s::$f::<Strict>(at), e(at as f64));
})* } }
fn main() {
    let step: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    un! { step; exp f64::exp; exp2 f64::exp2; exp_m1 f64::exp_m1; ln f64::ln; ln_1p f64::ln_1p; log2 f64::log2; log10 f64::log10; sin f64::sin; cos f64::cos; tan f64::tan;
    sinh f64::sinh; cosh f64::cosh; tanh f64::tanh; asin f64::asin; acos f64::acos; atan f64::atan; asinh libm::asinh; acosh libm::acosh; atanh libm::atanh; cbrt f64::cbrt; erf libm::erf; erfc libm::erfc;
    sigmoid |x| if x < 0.0 { x.exp() / (1.0 + x.exp()) } else { 1.0 / (1.0 + (-x).exp()) }; }
    let mut p = xtask::ulp::points::Points::new(1);
    let any = xtask::ulp::functions::Domain { exponents: (-149, 127), signed: true, focus: (-3.0, 3.0) };
    for (name, f, e) in [
        ("powf", s::powf::<Strict> as fn(f32, f32) -> f32, f64::powf as fn(f64, f64) -> f64),
        ("atan2", s::atan2::<Strict>, f64::atan2),
        ("hypot", s::hypot::<Strict>, f64::hypot),
    ] {
        let (mut w, mut at) = (0.0, (0.0, 0.0));
        for i in 0..20_000_000 / step as u64 * 10 {
            let (x, y) = (p.next(&any, i / 2) as f32, p.next(&any, i) as f32);
            let d = dist(f(x, y), e(x as f64, y as f64));
            if !(d <= w) {
                w = d;
                at = (x, y);
                if d.is_nan() {
                    break;
                }
            }
        }
        println!(
            "{:8} {:.4} at {:e} {:e} ours {:e} exact {:e}",
            name,
            w,
            at.0,
            at.1,
            f(at.0, at.1),
            e(at.0 as f64, at.1 as f64)
        );
    }
}
