use hotloop::accel;

struct Data {
    x: Vec<f64>,
}

#[accel(parallel)]
fn unnamed(a: &[f64]) -> f64 {
    2.0 * f(a.iter().map(|x| x + 1.0).sum())
}

#[accel(parallel)]
fn of_a_field(d: &Data) -> f64 {
    d.x.iter().filter(|x| **x > 0.0).copied().sum()
}

#[accel(parallel)]
fn leaves(a: &[f64]) -> f64 {
    a.iter().map(|x| if *x > 0.0 { return 1.0 } else { *x }).sum()
}

fn f(x: f64) -> f64 {
    x
}

fn main() {}
