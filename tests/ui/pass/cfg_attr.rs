#![deny(warnings)]

#[cfg_attr(all(), hotloop::accel(parallel('rows)))]
fn f(a: &mut [f64]) {
    'rows: for i in 0..a.len() {
        a[i] = 1.0;
    }
}

// Without the attribute the label alone is left, and means nothing.
#[cfg_attr(any(), hotloop::accel(parallel('rows)))]
fn g(a: &mut [f64]) {
    #[allow(unused_labels)]
    'rows: for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {
    let (mut a, mut b) = ([0.0; 5], [0.0; 5]);
    f(&mut a);
    g(&mut b);
    assert_eq!(a, b);
}
