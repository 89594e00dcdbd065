// Updates that are reductions, and those that are not.

#[accel(parallel)]
fn sum(a: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..a.len() { //~ parallel; reduction +, 32 lanes: s
        s += a[i]; //~ guarded a[i]
    }
    s
}

#[accel(parallel)]
fn product_on_a_condition(a: &[f64]) -> f64 {
    let mut p = 1.0;
    for i in 0..a.len() { //~ parallel; reduction *, 32 lanes: p
        if a[i] > 0.0 { //~ guarded a[i]
            p = a[i] * p; //~ guarded a[i]
        }
    }
    p
}

#[accel(parallel)]
fn greatest(a: &[f64]) -> f64 {
    let mut m = f64::NEG_INFINITY;
    for i in 0..a.len() { //~ parallel; reduction max, 32 lanes: m
        m = m.max(a[i]); //~ guarded a[i]
    }
    m
}

#[accel(parallel)]
fn least_and_where(a: &[f64]) -> (f64, usize) {
    let (mut m, mut at) = (f64::INFINITY, 0);
    for i in 0..a.len() { //~ parallel; reduction min, 32 lanes: m; set with `m`: at
        if a[i] < m { //~ guarded a[i]
            m = a[i];
            at = i;
        }
    }
    (m, at)
}

#[accel(parallel)]
fn takes_nan(a: &[f64]) -> f64 {
    let mut m = 0.0;
    for i in 0..a.len() { //~ serial; carried: m
        m = if m > a[i] { m } else { a[i] }; //~ guarded a[i], a[i]; A0503 if m > a[i] { m } else { a[i] }
    }
    m
}

#[accel(parallel)]
fn two_operators(a: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..a.len() { //~ serial; carried: s
        s += a[i]; //~ guarded a[i]
        s *= 0.5; //~ A0501 s *= 0.5
    }
    s
}

#[accel(parallel)]
fn prefix(a: &[f64], b: &mut [f64]) {
    let mut s = 0.0;
    for i in 0..b.len() { //~ serial; carried: s
        s += a[i]; //~ guarded a[i]
        b[i] = s; //~ guarded =b[i]; A0502 s
    }
}

#[accel(parallel)]
fn all(a: &[bool]) -> bool {
    let mut ok = true;
    for i in 0..a.len() { //~ parallel; reduction &, 32 lanes: ok
        ok = ok && a[i]; //~ guarded a[i]
    }
    ok
}

#[accel(parallel)]
fn all_that_may_panic(a: &[u32], b: &[u32]) -> bool {
    let mut ok = true;
    for i in 0..a.len() { //~ serial; carried: ok
        ok = ok && a[i] / b[i] > 1; //~ guarded a[i], b[i]; A0504 ok = ok && a[i] / b[i] > 1
    }
    ok
}

// In each iteration of the outer loop a sum of its own.
#[accel(parallel)]
fn sums_of_rows(a: &[f64], y: &mut [f64], m: usize) {
    for i in 0..y.len() { //~ parallel
        let mut s = 0.0;
        for j in 0..m {
            s += a[i * m + j]; //~ guarded a[i * m + j]
        }
        y[i] = s; //~ guarded =y[i]
    }
}
