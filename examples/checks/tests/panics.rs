//! What happens to wrong arguments is what happens to them in the plain function.

#![allow(dead_code, reason = "`main` of each example, and what only it uses")]

use hotloop_tests::{everywhere, panic_text};

#[path = "../../hypot.rs"]
mod hypot;
#[path = "../../linear_algebra.rs"]
mod linear_algebra;
#[path = "../../polynomial.rs"]
mod polynomial;

type Kernel = fn(&[f64], &mut [f64]);

/// Arrays that are too short: the same panic as the plain function's, after the same elements.
#[test]
fn panics_agree() {
    let x = hotloop_examples::uniform(30, 100, -1.0..1.0);
    let on_short = |f: Kernel| {
        let mut y = vec![0.5; 90];
        let text = panic_text(std::panic::AssertUnwindSafe(|| f(&x, &mut y)));
        (text.expect("the array is too short"), y)
    };
    everywhere(|how| {
        let pairs: [[Kernel; 2]; 3] = [
            [polynomial::plain::polynomial, polynomial::polynomial],
            [|x, y| linear_algebra::plain::axpy(2.0, x, y), |x, y| linear_algebra::axpy(2.0, x, y)],
            [|x, y| hypot::plain::hypot(x, x, y), |x, y| hypot::hypot(x, x, y)],
        ];
        for [plain, annotated] in pairs {
            assert_eq!(on_short(plain), on_short(annotated), "{how}");
        }
    });
}
