// Integers of other types, limits, quotients, numbers with names, several counters, several terms.

// The inner end and the subscript are computed in the type of `n` and `m`, and must not wrap in it.
#[accel(parallel)]
fn signed(a: &mut [f64], n: i32, m: i32) {
    for i in 0..n { //~ parallel-guarded; if: an end of the loop over `j`: m - 1 is a value of the type of `j`; if: the stride m is greater than what the inner subscripts span, m - 2
        for j in 0..m - 1 {
            a[(i * m + j) as usize] = 1.0; //~ guarded =a[(i * m + j) as usize]
        }
    }
}

// Under a condition the subscript may be below 0 elsewhere: it keeps its check.
#[accel]
fn signed_under_a_condition(a: &[f64], out: &mut [f64], n: i32) {
    for i in 0..n { //~ serial
        if i > 0 {
            out[i as usize] = a[(i - 1) as usize]; //~ checked a[(i - 1) as usize], =out[i as usize]
        }
    }
}

#[accel(parallel)]
fn tiles(a: &mut [f64], n: usize) {
    for ii in (0..n).step_by(8) { //~ parallel
        for i in ii..(ii + 8).min(n) {
            a[i] += 1.0; //~ guarded =a[i]
        }
    }
}

// Its tiles overlap.
#[accel(parallel)]
fn wide_tiles(a: &mut [f64], n: usize) {
    for ii in (0..n).step_by(8) { //~ outer
        for i in ii..(ii + 9).min(n) { //~ parallel
            a[i] += 1.0; //~ output =a[i], a[i] over ii, every iteration; guarded =a[i]
        }
    }
}

#[accel(parallel)]
fn window(a: &[f64], out: &mut [f64], n: usize) {
    for i in 0..n { //~ parallel
        let (lo, mut s) = (i.saturating_sub(2), 0.0);
        for j in lo.max(1)..(i + 3).min(n) {
            s += a[j]; //~ guarded a[j]
        }
        out[i] = s; //~ guarded =out[i]
    }
}

// Rows of their own: no subscript alone decides.
#[accel(parallel)]
fn mirror_of_rows(a: &mut Vec<Vec<f64>>, n: usize) {
    for i in 0..n { //~ parallel
        for j in i + 1..n {
            a[i][j] = a[j][i]; //~ guarded a[j][i], =a[i][j]
        }
    }
}

#[accel(parallel)]
fn whole_mirror_of_rows(a: &mut Vec<Vec<f64>>, n: usize) {
    for i in 0..n { //~ outer
        for j in 0..n { //~ parallel
            a[i][j] = a[j][i]; //~ flow or anti =a[i][j], a[j][i] over i, distance unknown; guarded a[j][i], =a[i][j]
        }
    }
}

#[accel(parallel)]
fn halves(a: &mut [f64], n: usize) {
    for i in 0..n / 2 { //~ parallel-guarded; if: no multiple of the stride 1 within the loop equals n/2
        a[i + n / 2] = a[i]; //~ guarded a[i], =a[i + n / 2]
    }
}

#[accel]
fn a_number_with_a_name(a: &mut [f64], n: usize) {
    let k = 2;
    for i in 0..n { //~ serial
        a[i] = a[i + k]; //~ guarded a[i + k], =a[i]; anti =a[i], a[i + k] over i, distance 2
    }
}

#[accel(parallel)]
fn three_counts(a: &[f64], out: &mut [f64]) {
    let mut k = 0;
    for i in 0..a.len() { //~ parallel; induction variable: k
        out[k] = a[i]; //~ guarded a[i], =out[k]
        k += 1;
        out[k] = -a[i]; //~ guarded a[i], =out[k]
        k += 2;
    }
}

#[accel(parallel)]
fn three_terms(a: &[f64], b: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..a.len() { //~ parallel; reduction +, 32 lanes: s
        s = s + a[i] - b[i] + 1.0; //~ guarded a[i], b[i]
    }
    s
}

#[accel(parallel)]
fn wrapping(a: &[u64]) -> u64 {
    let mut s = 0u64;
    for i in 0..a.len() { //~ parallel; reduction wrapping +, 32 lanes: s
        s = s.wrapping_add(a[i]); //~ guarded a[i]
    }
    s
}

// A loop around counts `k`, which comes by what the range has.
#[accel]
fn covered(d: &mut [f64], n: usize) {
    for k in 0..n { //~ serial
        for i in 0..n {
            d[i] = d[i].min(d[k] + 1.0); //~ guarded d[i], d[k], =d[i]; flow or anti =d[i], d[i] over k, every iteration
        }
    }
}

#[accel]
fn handed_on(a: &mut [f64], n: usize) {
    for t in 0..n { //~ as written
        for i in 0..a.len() { //~ serial
            a[i] += 1.0; //~ guarded =a[i]
        }
        step(a, t); //~ A0305 a
    }
}

#[accel]
fn three_levels(a: &[Vec<Vec<f64>>], out: &mut [f64]) {
    for i in 0..out.len() { //~ as written
        out[i] = a[i][0][0]; //~ A0202 a
    }
}

// In order nothing rests on the two halves being apart: they meet in the middle.
#[accel]
fn halves(a: &mut [f64], n: usize) {
    for i in 0..n / 2 { //~ serial
        a[i + n / 2] = a[i]; //~ guarded a[i], =a[i + n / 2]
        a[n - i - 1] += 1.0; //~ guarded =a[n - i - 1]
    }
}

// What is divided is computed in the type of `s` as well.
#[accel]
fn divided(a: &mut [f64], s: u8, t: u8) {
    for i in 0..90u8 { //~ serial
        a[(i + (s + t) / 2) as usize] += 1.0; //~ guarded =a[(i + (s + t) / 2) as usize]
        a[(i + (s >> 9)) as usize] += 1.0; //~ checked =a[(i + (s >> 9)) as usize]; A0302 a[(i + (s >> 9)) as usize]
    }
}
