// Nests: symbolic strides, triangles, rows and columns, inner loops, subranges, rows of rows.

#[accel(parallel)]
fn symbolic_stride(a: &mut [f64], n: usize, m: usize) {
    for i in 0..n { //~ parallel-guarded; if: the stride m is greater than what the inner subscripts span, m - 1
        for j in 0..m {
            a[i * m + j] = 1.0; //~ guarded =a[i * m + j]
        }
    }
}

// The stride may be shorter than the row: decided at run time.
#[accel(parallel)]
fn stride_of_another_name(a: &mut [f64], n: usize, m: usize, stride: usize) {
    for i in 0..n { //~ parallel-guarded; if: the stride stride is greater than what the inner subscripts span, m - 1
        for j in 0..m {
            a[i * stride + j] = 1.0; //~ guarded =a[i * stride + j]
        }
    }
}

#[accel(parallel)]
fn the_inner_loop_alone(a: &mut [f64], n: usize, m: usize) {
    for i in 1..n { //~ outer
        for j in 0..m { //~ parallel-guarded; if: no multiple of the stride 1 within the loop equals m
            a[i * m + j] = a[(i - 1) * m + j]; //~ flow =a[i * m + j], a[(i - 1) * m + j] over i, distance 1; guarded a[(i - 1) * m + j], =a[i * m + j]
        }
    }
}

#[accel(parallel)]
fn triangle(a: &mut [f64], n: usize) {
    for i in 0..n { //~ parallel-guarded; if: the stride n is greater than what the inner subscripts span, n - 2
        for j in 0..i {
            a[i * n + j] = 0.0; //~ guarded =a[i * n + j]
        }
    }
}

// A triangle and its mirror image: rows and columns, and a system of inequalities.
#[accel(parallel)]
fn mirror(a: &mut [f64], n: usize) {
    for i in 0..n { //~ parallel-guarded; if: columns from min(0, 0) to max(n - 2, n - 1) are within a row of n; if: the stride n is greater than what the inner subscripts span, n - 2
        for j in 0..i {
            a[i * n + j] = a[j * n + i]; //~ guarded a[j * n + i], =a[i * n + j]
        }
    }
}

#[accel(parallel)]
fn whole_transpose_in_place(a: &mut [f64], n: usize) {
    for i in 0..n { //~ outer
        for j in 0..n { //~ parallel-guarded; if: columns from min(0, i) to max(n - 1, i) are within a row of n
            a[i * n + j] = a[j * n + i]; //~ flow or anti =a[i * n + j], a[j * n + i] over i, distance unknown; guarded a[j * n + i], =a[i * n + j]
        }
    }
}

#[accel(parallel)]
fn columns(a: &mut [f64], n: usize, m: usize) {
    for j in 0..m { //~ parallel-guarded; if: columns from min(0, 0) to max(m - 1, m - 1) are within a row of m
        for i in 1..n {
            a[i * m + j] += a[(i - 1) * m + j]; //~ guarded a[(i - 1) * m + j], =a[i * m + j]
        }
    }
}

#[accel(parallel)]
fn rows(a: &mut [Vec<f64>], b: &[Vec<f64>], m: usize) {
    for i in 0..a.len() { //~ parallel
        for j in 0..m {
            a[i][j] = b[i][j]; //~ guarded b[i][j], =a[i][j]
        }
    }
}

#[accel(parallel)]
fn rows_met(a: &mut [Vec<f64>], m: usize) {
    for i in 1..a.len() { //~ outer
        for j in 0..m { //~ parallel
            a[i][j] = a[i - 1][j]; //~ flow =a[i][j], a[i - 1][j] over i, distance 1; guarded a[i - 1][j], =a[i][j]
        }
    }
}

#[accel(parallel)]
fn parts(a: &mut [f64], n: usize, m: usize) {
    for i in 0..n { //~ parallel-guarded; if: the stride m is greater than what the inner subscripts span, m - 1
        a[i * m..(i + 1) * m].fill(0.0); //~ guarded =a[i * m..(i + 1) * m]
    }
}

// y[i] is held through the loop over j.
#[accel(parallel)]
fn held(a: &[f64], x: &[f64], y: &mut [f64], n: usize, m: usize) {
    for i in 0..n { //~ parallel; held 1
        for j in 0..m {
            y[i] += a[i * m + j] * x[j]; //~ guarded a[i * m + j], x[j], =y[i]
        }
    }
}

// y[j] may be y[i], so the register would be stale.
#[accel]
fn not_held(a: &[f64], y: &mut [f64], n: usize, m: usize) {
    for i in 0..n { //~ serial
        for j in 0..m {
            y[i] += a[i * m + j] * y[j]; //~ guarded a[i * m + j], y[j], =y[i]; flow or anti =y[i], y[j] over i, distance unknown
        }
    }
}
