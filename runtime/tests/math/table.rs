//! Points whose results were computed in multi-precision arithmetic.

use hotloop::math::f64 as ours;

/// Stated maximum errors in units in the last place.
fn bound(name: &str) -> f64 {
    match name {
        "tan" | "tanh" | "sigmoid" | "asinh" | "acosh" | "atanh" | "erf" | "erfc" => 2.0,
        _ => 1.0,
    }
}

fn float(hexadecimal: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(hexadecimal, 16).expect("hexadecimal"))
}

fn ulp(x: f64) -> f64 {
    let exponent = (x.abs().to_bits() >> 52).max(1);
    if exponent > 52 { f64::from_bits((exponent - 52) << 52) } else { f64::from_bits(1 << (exponent - 1)) }
}

fn value(name: &str, x: &[f64]) -> f64 {
    macro_rules! find {
        ($($f:ident)*) => {
            match (name, x) {
                $((stringify!($f), [x]) => ours::$f(*x),)*
                ("powf", [x, y]) => ours::powf(*x, *y),
                ("atan2", [y, x]) => ours::atan2(*y, *x),
                ("hypot", [x, y]) => ours::hypot(*x, *y),
                _ => panic!("no function {name} of {} arguments", x.len()),
            }
        };
    }
    super::for_all_unary!(find)
}

#[test]
fn f64_against_multi_precision() {
    let mut lines = 0;
    for line in include_str!("points.txt").lines() {
        let cells: Vec<&str> = line.split(' ').collect();
        let [name, args @ .., exact, rest] = &cells[..] else { panic!("bad line: {line}") };
        let args: Vec<f64> = args.iter().map(|a| float(a)).collect();
        let (exact, rest) = (float(exact), rest.parse::<f64>().expect("a number"));
        let y = value(name, &args);
        let error = ((y - exact) / ulp(exact) - rest).abs();
        assert!(error <= bound(name), "{name} {args:?}: {error} ULP, {y:e} instead of {exact:e}");
        lines += 1;
    }
    assert!(lines > 5000, "only {lines} points");
}
