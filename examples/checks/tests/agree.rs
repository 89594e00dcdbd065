//! Every example at a small size, at every level, on several threads, in both pools: plain and annotated agree,
//! the annotated function's bits are the same everywhere, and its loops ran their fast form.

#![allow(dead_code, reason = "`main` of each example, and what only it uses")]

use hotloop_examples::{Agreement, Comparison, Gray, Times, data, read_gray, uniform};
use hotloop_tests::{everywhere, runs};

#[path = "../../approximate_bayes.rs"]
mod approximate_bayes;
#[path = "../../black_scholes.rs"]
mod black_scholes;
#[path = "../../blur_and_edges.rs"]
mod blur_and_edges;
#[path = "../../euclidean_distance.rs"]
mod euclidean_distance;
#[path = "../../fibonacci.rs"]
mod fibonacci;
#[path = "../../gaussian_mixture.rs"]
mod gaussian_mixture;
#[path = "../../gibbs.rs"]
mod gibbs;
#[path = "../../gradient_descent.rs"]
mod gradient_descent;
#[path = "../../hypot.rs"]
mod hypot;
#[path = "../../laplace.rs"]
mod laplace;
#[path = "../../linear_algebra.rs"]
mod linear_algebra;
#[path = "../../mandelbrot.rs"]
mod mandelbrot;
#[path = "../../pairwise_distances.rs"]
mod pairwise_distances;
#[path = "../../pi.rs"]
mod pi;
#[path = "../../polynomial.rs"]
mod polynomial;
#[path = "../../softmax.rs"]
mod softmax;
#[path = "../../trapezoid.rs"]
mod trapezoid;

/// What is asked of plain against annotated.
#[derive(Clone, Copy)]
enum Ask {
    SameBits,
    /// The greatest relative difference: a sum is regrouped, or an elementary function is hotloop's own.
    Within(f64),
}
use Ask::{SameBits, Within};

/// Checks an example everywhere; `functions` are those whose loops must have run their fast form, never the
/// loop as written.
fn check<const N: usize>(ask: Ask, functions: &[&str], compare: impl Fn() -> [Comparison; N]) {
    let mut first = None;
    everywhere(|how| {
        let comparisons = compare();
        for c in &comparisons {
            let agrees = match ask {
                SameBits => c.agreement == Agreement::SameBits,
                Within(limit) => c.agreement.is_within(limit),
            };
            assert!(agrees, "{how}: {}: {}", c.title, c.agreement);
        }
        let bits = comparisons.map(|c| c.fingerprint);
        assert_eq!(*first.get_or_insert(bits), bits, "{how}: other bits than before");
    });
    for function in functions {
        let (fast, fallback) = runs(function);
        assert!(fast > 0 && fallback == 0, "{function}: fast {fast} times, as written {fallback} times");
    }
}

#[test]
fn polynomial_agrees() {
    check(SameBits, &["polynomial"], || [polynomial::compare(1000, 0)]);
}

#[test]
fn trapezoid_agrees() {
    check(Within(1e-12), &["trapezoid"], || [trapezoid::compare(1000, 0)]);
}

#[test]
fn pi_agrees() {
    check(Within(1e-13), &["pi"], || [pi::compare(1000, 0)]);
    assert!((pi::pi(1000) - std::f64::consts::PI).abs() < 1e-6);
}

#[test]
fn pairwise_distances_agree() {
    check(SameBits, &["distances"], || [pairwise_distances::compare(50, 3, 0)]);
}

#[test]
fn euclidean_distance_agrees() {
    check(Within(1e-14), &["distance"], || [euclidean_distance::compare(1000, 0)]);
    assert_eq!(euclidean_distance::distance(&[1.0, 2.0], &[4.0, 6.0]), 5.0);
}

#[test]
fn hypot_agrees() {
    check(Within(1e-15), &["hypot"], || [hypot::compare(1000, 0)]);
}

#[test]
fn linear_algebra_agrees() {
    check(Within(1e-12), &["dot", "axpy", "matrix_vector", "matrix_matrix"], || {
        linear_algebra::compare(1000, 50, 33, 0)
    });
    check(SameBits, &[], || {
        let [_, axpy, matrix_vector, matrix_matrix] = linear_algebra::compare(1000, 50, 33, 0);
        [axpy, matrix_vector, matrix_matrix]
    });
}

#[test]
fn black_scholes_agrees() {
    check(Within(1e-9), &["map! call[..]", "by_loop"], || black_scholes::compare(1000, 0));
    check(SameBits, &[], || {
        let [_, by_loop] = black_scholes::compare(1000, 0);
        [by_loop]
    });
}

#[test]
fn fibonacci_agrees() {
    check(SameBits, &["fibonacci"], || [fibonacci::compare(1000, 0)]);
    let mut f = [1; 10];
    fibonacci::fibonacci(&mut f);
    assert_eq!(f, [1, 1, 2, 3, 5, 8, 13, 21, 34, 55]);
}

#[test]
fn mandelbrot_agrees() {
    check(SameBits, &["mandelbrot"], || [mandelbrot::compare(64, 48, 50, 0)]);
    let mut steps = vec![0; 64 * 48];
    mandelbrot::mandelbrot(&mut steps, 64, 48, 50);
    // Zero belongs to the set; the corner does not.
    assert_eq!((steps[24 * 64 + 47], steps[0]), (50, 1));
}

#[test]
fn blur_and_edges_agree() {
    let whole = read_gray(&data("camera.png")).expect("the photograph is there");
    let (width, height) = (96, 64);
    let pixels = (0..height).flat_map(|row| whole.pixels[row * whole.width..][..width].to_vec()).collect();
    let part = Gray { pixels, width, height };
    check(SameBits, &["blur_rows", "blur_columns", "sobel"], || blur_and_edges::compare(&part, 0));
}

#[test]
fn gaussian_mixture_agrees() {
    let (x, y) = gaussian_mixture::eruptions().expect("the data are there");
    check(Within(1e-11), &["expectation", "maximization"], || [gaussian_mixture::compare(&x, &y, 3, 0)]);
    // What R's mclust and scikit-learn find, too.
    let fit =
        gaussian_mixture::fit(&x, &y, 50, gaussian_mixture::expectation, gaussian_mixture::maximization);
    assert!((fit.log_likelihood + 1130.264).abs() < 1e-3, "{}", fit.log_likelihood);
    assert!((fit.components[0].weight - 0.3559).abs() < 1e-4, "{:?}", fit.components);
}

#[test]
fn gradient_descent_agrees() {
    check(Within(1e-9), &["objective", "gradient"], || [gradient_descent::compare(200, 4, 0)]);
}

#[test]
fn gibbs_agrees() {
    check(SameBits, &["gibbs"], || [gibbs::compare(20, 10, 0)]);
}

#[test]
fn approximate_bayes_agrees() {
    check(Within(1e-12), &["simulate"], || [approximate_bayes::compare(500, 0)]);
    // A small sum of integers runs as written, so this one is larger than what `compare` can simulate here.
    let (mu, distance) = (uniform(31, 200_000, 0.0..1.0), uniform(32, 200_000, 0.0..1.0));
    let numbers = |(kept, mean, deviation): (u64, f64, f64)| [kept as f64, mean, deviation];
    let expected = numbers(approximate_bayes::plain::posterior(&mu, &distance, 0.5));
    check(Within(1e-12), &[], || {
        let found = numbers(approximate_bayes::posterior(&mu, &distance, 0.5));
        [Comparison::new("posterior", Times { plain: 0.0, annotated: 0.0, runs: 0 }, &expected, &found)]
    });
    assert!(runs("posterior").0 > 0, "its loop never ran its fast form");
}

#[test]
fn softmax_agrees() {
    check(Within(1e-13), &["softmax"], || [softmax::compare(1000, 0)]);
}

#[test]
fn laplace_agrees() {
    check(SameBits, &["sweep"], || [laplace::compare(40, 3, 0)]);
}
