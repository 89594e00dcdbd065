//! Methods of primitives whose results the language leaves open, or that a level may compute in another
//! way: the same bits at every level, and the plain function's.
#![allow(clippy::needless_range_loop, reason = "indexed loops, as people write them, are what is tested")]

use hotloop::accel;
use hotloop_tests::{everywhere, runs};

macro_rules! pairwise {
    ($($name:ident $plain:ident |$x:ident, $y:ident| $value:expr;)*) => {
        $(
            fn $plain(a: &[f64], b: &[f64], out: &mut [f64]) {
                for i in 0..out.len() {
                    let ($x, $y) = (a[i], b[i]);
                    out[i] = $value;
                }
            }
            #[accel(parallel)]
            fn $name(a: &[f64], b: &[f64], out: &mut [f64]) {
                for i in 0..out.len() {
                    let $x = a[i];
                    let $y = b[i];
                    out[i] = $value;
                }
            }
        )*

        #[test]
        fn methods_have_one_result() {
            let special = [
                0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.5, 3.5, -2.5, f64::INFINITY, f64::NEG_INFINITY, f64::NAN,
                f64::MIN_POSITIVE, 5e-324, -5e-324, 1e300, -1e300, 4503599627370497.5, 0.49999999999999994,
            ];
            let (mut a, mut b) = (Vec::new(), Vec::new());
            for x in special {
                for y in special {
                    a.push(x);
                    b.push(y);
                }
            }
            // Any NaN equals any NaN.
            let bits = |v: &[f64]| -> Vec<u64> {
                v.iter().map(|x| if x.is_nan() { u64::MAX } else { x.to_bits() }).collect()
            };
            $({
                let mut expected = vec![0.0; a.len()];
                $plain(&a, &b, &mut expected);
                everywhere(|how| {
                    let mut out = vec![0.0; a.len()];
                    $name(&a, &b, &mut out);
                    for (i, (got, want)) in bits(&out).into_iter().zip(bits(&expected)).enumerate() {
                        assert_eq!(got, want, "{} of {} and {}: {} is not {}; {how}", stringify!($name), a[i], b[i], out[i], expected[i]);
                    }
                });
                assert!(runs(stringify!($name)).0 > 0, "the fast form of {} ran", stringify!($name));
            })*
        }
    };
}

pairwise! {
    max max_plain |x, y| x.max(y);
    min min_plain |x, y| x.min(y);
    relu relu_plain |x, _y| x.max(0.0);
    cap cap_plain |x, _y| x.min(-0.0);
    clamp clamp_plain |x, _y| x.clamp(-0.5, 0.5);
    fused fused_plain |x, y| x.mul_add(y, 1.0);
    square square_plain |x, _y| x.powi(2);
    cube cube_plain |x, _y| x.powi(3);
    seventh seventh_plain |x, _y| x.powi(-7);
    round round_plain |x, _y| x.round();
    floor floor_plain |x, _y| x.floor();
    fract fract_plain |x, _y| x.fract();
    sign sign_plain |x, _y| x.signum();
    copy copy_plain |x, y| x.copysign(y);
    rest rest_plain |x, y| x % y;
    euclid euclid_plain |x, y| x.rem_euclid(y);
    root root_plain |x, _y| x.sqrt();
    cast cast_plain |x, _y| (x as i32) as f64;
    unsigned unsigned_plain |x, _y| (x as u8) as f64;
}
