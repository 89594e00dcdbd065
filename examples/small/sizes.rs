//! Every kind of small loop at every size around a threshold, plain against each attribute.

use super::kernels::{self, Data, Run, WIDTH};
use super::{measure, within};

/// Around each length from which a loop is treated in another way.
const SIZES: [usize; 22] =
    [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 70, 100, 127, 128, 256, 272, 500, 1000, 4096];
/// The work of a nest grows with the square or the cube of its size.
const LARGEST: [(&str, usize); 2] = [("product", 64), ("distances", 272)];

/// One attribute's functions beside the plain ones.
struct Under {
    attribute: &'static str,
    functions: Vec<(&'static str, Run, Run)>,
}

fn under(attribute: &'static str, plain: &[(&'static str, Run)], ours: &[(&'static str, Run)]) -> Under {
    let pairs = plain.iter().zip(ours);
    Under { attribute, functions: pairs.map(|(&(name, p), &(_, a))| (name, p, a)).collect() }
}

/// Measures all whose name contains `wanted`, prints those that are slower than promised (or, if `all`, each), and
/// for each kind the worst. Returns whether the promise was kept throughout.
pub fn run(wanted: &str, all: bool) -> bool {
    let columns = [
        under("accel", &kernels::plain::ALL, &kernels::accel::ALL),
        under("accel", &kernels::plain_calls::ALL, &kernels::accel_calls::ALL),
        under("parallel", &kernels::plain::ALL, &kernels::parallel::ALL),
        under("parallel, nogil", &kernels::plain::ALL, &kernels::nogil::ALL),
        under("parallel, nogil", &kernels::plain_calls::ALL, &kernels::nogil_calls::ALL),
    ];
    println!("{:16} {:10} {:>9} {:>9} {:>9}", "attribute", "function", "n", "ns more", "% more");
    let mut kept = true;
    for Under { attribute, functions } in &columns {
        for (name, plain, ours) in functions.iter().filter(|f| f.0.contains(wanted)) {
            kept &= kind(attribute, name, *plain, *ours, all);
        }
    }
    kept
}

fn kind(attribute: &str, name: &str, plain: Run, ours: Run, all: bool) -> bool {
    let largest = LARGEST.iter().find(|l| l.0 == name).map_or(usize::MAX, |l| l.1);
    let mut worst: Option<(f64, usize, f64, f64)> = None;
    for n in SIZES.into_iter().filter(|n| *n <= largest) {
        let width = if name == "product" { n } else { WIDTH };
        let (mut p, mut a) = (Data::new(n, width), Data::new(n, width));
        let (p, a) = measure(|| plain(&mut p), || ours(&mut a));
        if all || !within(p, a) {
            line(attribute, name, n, p, a);
        }
        // By how much of what is allowed.
        let share = (a - p) / (0.05 * p).max(5.0);
        if worst.is_none_or(|w| share > w.0) {
            worst = Some((share, n, p, a));
        }
    }
    let Some((share, n, p, a)) = worst else { return true };
    if share <= 1.0 {
        line(attribute, name, n, p, a);
    }
    share <= 1.0
}

fn line(attribute: &str, name: &str, n: usize, p: f64, a: f64) {
    let verdict = if within(p, a) { "" } else { "  BROKEN" };
    println!("{attribute:16} {name:10} {n:9} {:9.1} {:9.1}{verdict}", a - p, 100.0 * (a - p) / p);
}
