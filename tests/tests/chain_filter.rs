//! What a `filter` has left, collected: the same vectors as the plain function, whichever chunks there are.

#![allow(
    clippy::all,
    clippy::pedantic,
    unused_variables,
    reason = "chains in every spelling are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{everywhere, panic_text, ran};

fn ramp(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 7919) % 1013) as f64 / 64.0 - 5.0).collect()
}

macro_rules! packs {
    ($($name:ident ($($options:tt)*) -> $t:ty = |$x:ident, $y:ident, $k:ident| $body:expr;)*) => {
        $(mod $name {
            use super::*;
            pub fn plain<'a>($x: &'a [f64], $y: &'a [f64], $k: f64) -> $t { $body }
            #[accel($($options)*)]
            pub fn $name<'a>($x: &'a [f64], $y: &'a [f64], $k: f64) -> $t { $body }
        })*
        #[test]
        fn filtered_items_are_collected() {
            $(
                let check = |how: &str, sizes: &[usize]| {
                    for &n in sizes {
                        for m in [n, n / 2, n + 1] {
                            for k in [-9.0, 0.25, 9.5, 1e9] {
                                let (x, y) = (ramp(n), ramp(m));
                                assert!(format!("{:?}", $name::plain(&x, &y, k)) == format!("{:?}", $name::$name(&x, &y, k)),
                                    concat!(stringify!($name), ", {}, n = {}, m = {}, k = {}"), how, n, m, k
                                );
                            }
                        }
                    }
                };
                check("one size for all", &[300_001]);
                ran(stringify!($name));
                everywhere(|how| check(how, &[0, 1, 31, 32, 33, 1025]));
            )*
        }
        #[test]
        fn and_in_chunks() {
            $(everywhere(|how| {
                let (x, y) = (ramp(70_001), ramp(60_000));
                assert!($name::plain(&x, &y, 0.25) == $name::$name(&x, &y, 0.25), concat!(stringify!($name), ", {}"), how);
            });)*
        }
    };
}

fn odd(x: f64) -> bool {
    x as i64 % 2 == 1
}

packs! {
    copies (parallel) -> Vec<f64> = |x, y, k| x.iter().filter(|x| **x > k).copied().map(|x| (x * 3.0).sqrt()).map(|x| x + 1.0).map(|x| x.abs()).collect::<Vec<f64>>();
    mapped (parallel) -> Vec<f64> = |x, y, k| x.iter().map(|x| x.abs().sqrt()).filter(|x| *x > k).map(|x| x * 2.0).collect();
    numbers (parallel) -> Vec<usize> = |x, y, k| x.iter().enumerate().filter(|(_, x)| x.abs().sqrt() > k).map(|(i, _)| i).collect();
    pairs (parallel) -> Vec<(usize, f64)> = |x, y, k| x.iter().map(|x| x.abs().sqrt()).enumerate().filter(|(_, x)| *x > k).collect();
    references (parallel) -> Vec<&'a f64> = |x, y, k| x.iter().filter(|x| x.abs().sqrt() > k).collect();
    zipped (parallel) -> Vec<f64> = |x, y, k| x.iter().map(|x| x.abs().sqrt()).zip(y.iter().map(|y| (y * 0.3).sqrt())).filter(|(x, y)| x > y).map(|(x, y)| x - y * k).collect();
    twice (parallel) -> Vec<f64> = |x, y, k| x.iter().filter(|x| x.abs().sqrt() > k).map(|x| x.sqrt()).filter(|x| *x > 1.0).collect();
    range (parallel) -> Vec<f64> = |x, y, k| (0..x.len()).filter(|&i| x[i].abs().sqrt() > k).map(|i| x[i]).collect();
    back (parallel) -> Vec<f64> = |x, y, k| (0..x.len()).map(|i| x[i].abs().sqrt()).filter(|e| *e > k).rev().collect();
    later (parallel) -> Vec<f64> = |x, y, k| x.iter().map(|x| x.abs().sqrt()).skip(5).filter(|x| *x > k).collect();
    called (parallel, nogil) -> Vec<f64> = |x, y, k| x.iter().filter(|x| odd(**x)).map(|x| x.abs().sqrt() * k).collect();
}

#[accel(parallel)]
fn strings<'a>(x: &'a [f64], names: &'a [String]) -> Vec<String> {
    let mut out: Vec<f64> = x.iter().filter(|x| **x > 1.0).copied().collect();
    out.truncate(2);
    let strings: Vec<String> = names.iter().filter(|name| name.len() > 2).cloned().collect();
    strings
}

#[test]
fn other_elements_are_as_written() {
    let names = ["a", "bcd", "efg"].map(String::from);
    assert_eq!(strings(&ramp(10), &names), ["bcd", "efg"]);
}

#[accel(parallel)]
fn checked(x: &[i32]) -> Vec<i32> {
    x.iter().filter(|x| **x % 3 != 1).map(|x| 100 / (x - 6_000)).collect()
}

#[test]
fn the_first_panic_arrives() {
    let x: Vec<i32> = (0..50_000).collect();
    everywhere(|how| {
        let text = panic_text(|| drop(checked(&x)));
        assert_eq!(text.as_deref(), Some("attempt to divide by zero"), "{how}");
        assert_eq!(
            checked(&x[6_001..9_000]),
            x[6_001..9_000].iter().filter(|x| **x % 3 != 1).map(|x| 100 / (x - 6_000)).collect::<Vec<_>>()
        );
    });
}
