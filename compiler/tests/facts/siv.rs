// One induction variable: ZIV, strong SIV, weak SIV, GCD, Banerjee.

#[accel(parallel)]
fn ziv(a: &mut [f64], x: &[f64]) {
    for i in 0..x.len() { //~ serial
        a[0] = x[i]; //~ guarded x[i], =a[0]; output =a[0], a[0] over i, every iteration
    }
}

#[accel(parallel)]
fn ziv_apart(a: &mut [f64], x: &[f64], n: usize) {
    for i in 1..n { //~ parallel-guarded; if: 1..=n - 1 and 0..=0 have no element in common
        a[i] = a[0] + x[i]; //~ guarded a[0], x[i], =a[i]
    }
}

#[accel(parallel)]
fn strong_same_iteration(a: &mut [f64], n: usize) {
    for i in 0..n { //~ parallel
        a[i] = a[i] + 1.0; //~ guarded a[i], =a[i]
    }
}

#[accel(parallel)]
fn strong_flow(a: &mut [f64], n: usize) {
    for i in 2..n { //~ serial
        a[i] = a[i - 2]; //~ guarded a[i - 2], =a[i]; flow =a[i], a[i - 2] over i, distance 2
    }
}

#[accel(parallel)]
fn strong_anti(a: &mut [f64], n: usize) {
    for i in 0..n { //~ serial
        a[i] = a[i + 3]; //~ guarded a[i + 3], =a[i]; anti =a[i], a[i + 3] over i, distance 3
    }
}

#[accel(parallel)]
fn strong_output(a: &mut [f64], n: usize) {
    for i in 0..n { //~ serial
        a[i] = 1.0; //~ guarded =a[i]; output =a[i], a[i + 1] over i, distance 1
        a[i + 1] = 2.0; //~ guarded =a[i + 1]
    }
}

// The distance 1/2 is no integer.
#[accel(parallel)]
fn strong_no_integer(a: &mut [f64], n: usize) {
    for i in 0..n { //~ parallel
        a[2 * i] = a[2 * i + 1]; //~ guarded a[2 * i + 1], =a[2 * i]
    }
}

#[accel(parallel)]
fn strong_beyond_the_trip_count(a: &mut [f64]) {
    for i in 0..50 { //~ parallel
        a[i] = a[i + 50]; //~ guarded a[i + 50], =a[i]
    }
}

// Iteration 0 reads what each other one might have written: it does not, where the loop starts at 1.
#[accel(parallel)]
fn weak_zero_met(a: &mut [f64], n: usize) {
    for i in 0..n { //~ serial
        a[i] = a[5]; //~ guarded a[5], =a[i]; flow or anti =a[i], a[5] over i, distance unknown
    }
}

#[accel(parallel)]
fn weak_crossing(a: &mut [f64], n: usize) {
    for i in 0..n { //~ serial
        a[i] = a[n - 1 - i]; //~ guarded a[n - 1 - i], =a[i]; flow or anti =a[i], a[n - 1 - i] over i, distance unknown
    }
}

#[accel(parallel)]
fn weak_crossing_of_two_halves(a: &mut [f64], n: usize) {
    for i in 0..n { //~ parallel-guarded; if: 0..=n - 1 and n..=2*n - 1 have no element in common
        a[i] = a[2 * n - 1 - i]; //~ guarded a[2 * n - 1 - i], =a[i]
    }
}

#[accel(parallel)]
fn gcd(a: &mut [f64], n: usize) {
    for i in 0..n { //~ parallel
        a[2 * i] = a[4 * i + 1]; //~ guarded a[4 * i + 1], =a[2 * i]
    }
}

#[accel(parallel)]
fn gcd_divides(a: &mut [f64], n: usize) {
    for i in 0..n { //~ serial
        a[2 * i] = a[4 * i + 2]; //~ guarded a[4 * i + 2], =a[2 * i]; flow or anti =a[2 * i], a[4 * i + 2] over i, distance unknown
    }
}

// 0..10 against 20..30.
#[accel(parallel)]
fn banerjee(a: &mut [f64]) {
    for i in 0..10 { //~ parallel
        a[i] = a[2 * i + 20]; //~ guarded a[2 * i + 20], =a[i]
    }
}

#[accel(parallel)]
fn banerjee_overlaps(a: &mut [f64]) {
    for i in 0..10 { //~ serial
        a[i] = a[2 * i + 1]; //~ guarded a[2 * i + 1], =a[i]; flow or anti =a[i], a[2 * i + 1] over i, distance unknown
    }
}
