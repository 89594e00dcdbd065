//! Each kernel, plain, against the definition of what it computes: products and residuals of whole matrices,
//! recursions as written in a book, fixed points of stencils. Sizes are small, and no two are equal.

#![allow(clippy::needless_range_loop, reason = "definitions have subscripts")]

use hotloop_suites::polybench::*;

/// A matrix with its number of columns.
#[derive(Clone, Debug)]
struct Matrix(usize, Vec<f64>);

impl Matrix {
    fn of(rows: usize, columns: usize, f: impl Fn(usize, usize) -> f64) -> Matrix {
        Matrix(columns, (0..rows * columns).map(|at| f(at / columns, at % columns)).collect())
    }
    /// Numbers without a pattern, in -1..1.
    fn some(rows: usize, columns: usize, seed: usize) -> Matrix {
        Matrix::of(rows, columns, |i, j| {
            let x = (i * 7919 + j * 104_729 + seed * 15_485_863) % 1009;
            x as f64 / 504.5 - 1.0
        })
    }
    fn rows(&self) -> usize {
        self.1.len() / self.0
    }
    fn at(&self, i: usize, j: usize) -> f64 {
        self.1[i * self.0 + j]
    }
    fn times(&self, other: &Matrix) -> Matrix {
        assert_eq!(self.0, other.rows());
        Matrix::of(self.rows(), other.0, |i, j| (0..self.0).map(|k| self.at(i, k) * other.at(k, j)).sum())
    }
    fn transposed(&self) -> Matrix {
        Matrix::of(self.0, self.rows(), |i, j| self.at(j, i))
    }
    fn plus(&self, other: &Matrix) -> Matrix {
        Matrix::of(self.rows(), self.0, |i, j| self.at(i, j) + other.at(i, j))
    }
    fn scaled(&self, by: f64) -> Matrix {
        Matrix::of(self.rows(), self.0, |i, j| by * self.at(i, j))
    }
    /// The elements for which `f` holds; the others are 0.
    fn only(&self, f: impl Fn(usize, usize) -> bool) -> Matrix {
        Matrix::of(self.rows(), self.0, |i, j| if f(i, j) { self.at(i, j) } else { 0.0 })
    }
    fn lower(&self) -> Matrix {
        self.only(|i, j| j <= i)
    }
    fn unit_lower(&self) -> Matrix {
        self.only(|i, j| j < i).plus(&Matrix::one(self.0))
    }
    fn one(n: usize) -> Matrix {
        Matrix::of(n, n, |i, j| f64::from(u8::from(i == j)))
    }
    /// Symmetric and positive definite.
    fn definite(n: usize) -> Matrix {
        let a = Matrix::some(n, n, 5);
        a.times(&a.transposed()).plus(&Matrix::one(n))
    }
    fn column(v: &[f64]) -> Matrix {
        Matrix(1, v.to_vec())
    }
    #[track_caller]
    fn is(&self, other: &Matrix) {
        near(&self.1, &other.1);
    }
}

#[track_caller]
fn near(a: &[f64], b: &[f64]) {
    assert_eq!(a.len(), b.len());
    for (at, (x, y)) in a.iter().zip(b).enumerate() {
        assert!((x - y).abs() <= 1e-9 * (1.0 + y.abs()), "element {at}: {x} is not {y}");
    }
}

#[test]
fn products_of_matrices() {
    let (a, b, c) = (Matrix::some(4, 5, 1), Matrix::some(5, 6, 2), Matrix::some(6, 7, 3));
    let d = Matrix::some(4, 7, 4);

    let (mut tmp, mut out) = (vec![9.0; 24], d.1.clone());
    two_mm::plain::two_mm(4, 6, 5, 7, 1.5, 1.2, &mut tmp, &a.1, &b.1, &c.1, &mut out);
    Matrix(7, out).is(&a.times(&b).times(&c).scaled(1.5).plus(&d.scaled(1.2)));

    let e = Matrix::some(7, 8, 5);
    let (mut ab, mut ce, mut all) = (vec![9.0; 24], vec![9.0; 48], vec![9.0; 32]);
    three_mm::plain::three_mm(4, 6, 5, 8, 7, &mut ab, &a.1, &b.1, &mut ce, &c.1, &e.1, &mut all);
    Matrix(8, all).is(&a.times(&b).times(&c.times(&e)));

    let start = Matrix::some(4, 6, 6);
    let mut out = start.1.clone();
    gemm::plain::gemm(4, 6, 5, 1.5, 1.2, &mut out, &a.1, &b.1);
    Matrix(6, out).is(&a.times(&b).scaled(1.5).plus(&start.scaled(1.2)));

    // Each of 2 x 3 rows of 5.
    let (rows, by) = (Matrix::some(6, 5, 7), Matrix::some(5, 5, 8));
    let mut out = rows.1.clone();
    doitgen::plain::doitgen(2, 3, 5, &mut out, &by.1, &mut [9.0; 5]);
    Matrix(5, out).is(&rows.times(&by));
}

#[test]
fn products_with_triangles_and_symmetric_matrices() {
    let (m, n) = (5, 4);
    let (a, b, c) = (Matrix::some(m, m, 1), Matrix::some(m, n, 2), Matrix::some(m, n, 3));
    let mut out = c.1.clone();
    symm::plain::symm(m, n, 1.5, 1.2, &mut out, &a.1, &b.1);
    let symmetric = a.lower().plus(&a.only(|i, j| j < i).transposed());
    Matrix(n, out).is(&symmetric.times(&b).scaled(1.5).plus(&c.scaled(1.2)));

    let mut out = b.1.clone();
    trmm::plain::trmm(m, n, 1.5, &a.1, &mut out);
    Matrix(n, out).is(&a.unit_lower().transposed().times(&b).scaled(1.5));

    let start = Matrix::some(m, m, 4);
    let upper = start.only(|i, j| j > i);
    let mut out = start.1.clone();
    syrk::plain::syrk(m, n, 1.5, 1.2, &mut out, &b.1);
    let product = b.times(&b.transposed()).scaled(1.5);
    Matrix(m, out).is(&product.plus(&start.scaled(1.2)).lower().plus(&upper));

    let mut out = start.1.clone();
    syr2k::plain::syr2k(m, n, 1.5, 1.2, &mut out, &b.1, &c.1);
    let product = b.times(&c.transposed()).plus(&c.times(&b.transposed())).scaled(1.5);
    Matrix(m, out).is(&product.plus(&start.scaled(1.2)).lower().plus(&upper));
}

#[test]
fn products_with_vectors() {
    let (m, n) = (5, 7);
    let a = Matrix::some(m, n, 1);
    let (x, r) = (Matrix::some(n, 1, 2), Matrix::some(m, 1, 3));
    let (mut y, mut tmp) = (vec![9.0; n], vec![9.0; m]);
    atax::plain::atax(m, n, &a.1, &x.1, &mut y, &mut tmp);
    Matrix::column(&y).is(&a.transposed().times(&a.times(&x)));

    let (mut s, mut q) = (vec![9.0; n], vec![9.0; m]);
    bicg::plain::bicg(n, m, &a.1, &mut s, &mut q, &x.1, &r.1);
    Matrix::column(&q).is(&a.times(&x));
    Matrix::column(&s).is(&a.transposed().times(&r));

    let (a, b) = (Matrix::some(n, n, 4), Matrix::some(n, n, 5));
    let v = |seed| Matrix::some(n, 1, seed);
    let (mut tmp, mut y) = (vec![9.0; n], vec![9.0; n]);
    gesummv::plain::gesummv(n, 1.5, 1.2, &a.1, &b.1, &mut tmp, &x.1, &mut y);
    Matrix::column(&y).is(&a.times(&x).scaled(1.5).plus(&b.times(&x).scaled(1.2)));

    let (mut x1, mut x2) = (v(6).1, v(7).1);
    mvt::plain::mvt(n, &mut x1, &mut x2, &v(8).1, &v(9).1, &a.1);
    Matrix::column(&x1).is(&v(6).plus(&a.times(&v(8))));
    Matrix::column(&x2).is(&v(7).plus(&a.transposed().times(&v(9))));

    let (mut c, mut w, mut x) = (a.1.clone(), v(5).1, v(6).1);
    let (u1, v1, u2, v2, y, z) = (v(10), v(11), v(12), v(13), v(14), v(15));
    gemver::plain::gemver(n, 1.5, 1.2, &mut c, &u1.1, &v1.1, &u2.1, &v2.1, &mut w, &mut x, &y.1, &z.1);
    let updated = a.plus(&u1.times(&v1.transposed())).plus(&u2.times(&v2.transposed()));
    let expected_x = v(6).plus(&updated.transposed().times(&y).scaled(1.2)).plus(&z);
    Matrix(n, c).is(&updated);
    Matrix::column(&x).is(&expected_x);
    Matrix::column(&w).is(&v(5).plus(&updated.times(&expected_x).scaled(1.5)));
}

#[test]
fn decompositions_and_systems() {
    let n = 6;
    let a = Matrix::definite(n);
    let mut out = a.1.clone();
    cholesky::plain::cholesky(n, &mut out);
    let l = Matrix(n, out).lower();
    l.times(&l.transposed()).is(&a);

    let mut out = a.1.clone();
    lu::plain::lu(n, &mut out);
    let out = Matrix(n, out);
    out.unit_lower().times(&out.only(|i, j| j >= i)).is(&a);

    let b = Matrix::some(n, 1, 2);
    let (mut x, mut y) = (vec![9.0; n], vec![9.0; n]);
    ludcmp::plain::ludcmp(n, &mut a.1.clone(), &b.1, &mut x, &mut y);
    a.times(&Matrix::column(&x)).is(&b);

    let mut x = vec![9.0; n];
    trisolv::plain::trisolv(n, &a.1, &mut x, &b.1);
    a.lower().times(&Matrix::column(&x)).is(&b);

    let (m, n) = (7, 4);
    let a = Matrix::some(m, n, 3);
    let (mut r, mut q) = (vec![0.0; n * n], vec![0.0; m * n]);
    gramschmidt::plain::gramschmidt(m, n, &mut a.1.clone(), &mut r, &mut q);
    let (r, q) = (Matrix(n, r), Matrix(n, q));
    r.is(&r.only(|i, j| j >= i));
    q.transposed().times(&q).is(&Matrix::one(n));
    q.times(&r).is(&a);

    let r = Matrix::some(n, 1, 4).scaled(0.3);
    let (mut y, mut z) = (vec![9.0; n], vec![9.0; n]);
    durbin::plain::durbin(n, &r.1, &mut y, &mut z);
    let t = Matrix::of(n, n, |i, j| if i == j { 1.0 } else { r.1[i.abs_diff(j) - 1] });
    t.times(&Matrix::column(&y)).is(&r.scaled(-1.0));
}

#[test]
fn statistics() {
    let (m, n) = (4, 9);
    let data = Matrix::some(n, m, 1);
    let mean: Vec<f64> = (0..m).map(|j| (0..n).map(|i| data.at(i, j)).sum::<f64>() / n as f64).collect();
    let centered = Matrix::of(n, m, |i, j| data.at(i, j) - mean[j]);
    let products = centered.transposed().times(&centered);

    let (mut cov, mut means) = (vec![9.0; m * m], vec![9.0; m]);
    covariance::plain::covariance(m, n, n as f64, &mut data.1.clone(), &mut cov, &mut means);
    near(&means, &mean);
    Matrix(m, cov).is(&products.scaled(1.0 / (n as f64 - 1.0)));

    let (mut corr, mut stddev) = (vec![9.0; m * m], vec![9.0; m]);
    let mut copy = data.1.clone();
    correlation::plain::correlation(m, n, n as f64, &mut copy, &mut corr, &mut means, &mut stddev);
    let deviation = |j: usize| products.at(j, j).sqrt();
    Matrix(m, corr).is(&Matrix::of(m, m, |i, j| products.at(i, j) / deviation(i) / deviation(j)));
    near(&stddev, &(0..m).map(|j| deviation(j) / (n as f64).sqrt()).collect::<Vec<_>>());
}

/// A linear function of the place is what a mean of neighbors leaves alone.
#[test]
fn fixed_points_of_stencils() {
    let n = 7;
    let plate = Matrix::of(n, n, |i, j| 2.0 * i as f64 - 3.0 * j as f64 + 1.0).1;
    let (mut a, mut b) = (plate.clone(), plate.clone());
    jacobi_2d::plain::jacobi_2d(3, n, &mut a, &mut b);
    near(&a, &plate);
    let mut a = plate.clone();
    seidel_2d::plain::seidel_2d(3, n, &mut a);
    near(&a, &plate);

    let cube = Matrix::of(n * n, n, |ij, k| 2.0 * (ij / n) as f64 - 3.0 * (ij % n) as f64 + k as f64).1;
    let (mut a, mut b) = (cube.clone(), cube.clone());
    heat_3d::plain::heat_3d(3, n, &mut a, &mut b);
    near(&a, &cube);

    let line: Vec<f64> = (0..n).map(|i| 2.0 * i as f64).collect();
    let (mut a, mut b) = (line.clone(), line.clone());
    jacobi_1d::plain::jacobi_1d(1, n, &mut a, &mut b);
    assert!(a.iter().zip(&line).all(|(a, b)| (a - b).abs() < 1e-3));

    // What is 1 everywhere stays so: the ends are held at 1.
    let (mut u, mut v, mut p, mut q) =
        (vec![1.0; n * n], vec![0.0; n * n], vec![0.0; n * n], vec![0.0; n * n]);
    adi::plain::adi(3, n, &mut u, &mut v, &mut p, &mut q);
    near(&u, &vec![1.0; n * n]);
}

/// A single point in the middle spreads to its neighbors with the stencil's weights.
#[test]
fn impulses_of_stencils() {
    let n = 5;
    let mut plate = vec![0.0; n * n];
    plate[12] = 1.0;
    let (mut a, mut b) = (plate.clone(), vec![0.0; n * n]);
    jacobi_2d::plain::jacobi_2d(1, n, &mut a, &mut b);
    near(&b, &Matrix::of(n, n, |i, j| if i.abs_diff(2) + j.abs_diff(2) <= 1 { 0.2 } else { 0.0 }).1);
    let (mut line, mut next) = (vec![0.0, 0.0, 1.0, 0.0, 0.0], vec![0.0; 5]);
    jacobi_1d::plain::jacobi_1d(1, n, &mut line, &mut next);
    near(&next, &[0.0, 0.33333, 0.33333, 0.33333, 0.0]);

    let mut cube = vec![0.0; n * n * n];
    cube[62] = 1.0;
    let mut b = vec![0.0; n * n * n];
    heat_3d::plain::heat_3d(1, n, &mut cube, &mut b);
    let away = |at: usize| (at / 25).abs_diff(2) + (at / 5 % 5).abs_diff(2) + (at % 5).abs_diff(2);
    near(&b, &(0..125).map(|at| [0.25, 0.125].get(away(at)).copied().unwrap_or(0.0)).collect::<Vec<_>>());

    // One step of the fields from a point of hz, with no source: the curls.
    let (nx, ny) = (5, 6);
    let (mut ex, mut ey, mut hz) = (vec![0.0; 30], vec![0.0; 30], vec![0.0; 30]);
    hz[2 * ny + 3] = 1.0;
    fdtd_2d::plain::fdtd_2d(1, nx, ny, &mut ex, &mut ey, &mut hz, &[0.0]);
    let points = |list: &[(usize, usize, f64)]| {
        let mut out = vec![0.0; nx * ny];
        list.iter().for_each(|&(i, j, x)| out[i * ny + j] = x);
        out
    };
    near(&ey, &points(&[(2, 3, -0.5), (3, 3, 0.5)]));
    near(&ex, &points(&[(2, 3, -0.5), (2, 4, 0.5)]));
    let around = [(2, 3, 1.0 - 1.4), (1, 3, 0.35), (3, 3, 0.35), (2, 2, 0.35), (2, 4, 0.35)];
    near(&hz, &points(&around));
}

/// The filter's recursions over one line.
fn filter(x: &[f64], alpha: f64) -> Vec<f64> {
    let e = |t: f64| (t * alpha).exp();
    let k = (1.0 - e(-1.0)).powi(2) / (1.0 + 2.0 * alpha * e(-1.0) - e(2.0));
    let (now, before) = (k, k * e(-1.0) * (alpha - 1.0));
    let (after, later) = (k * e(-1.0) * (alpha + 1.0), -k * e(-2.0));
    let (b1, b2) = (2.0f64.powf(-alpha), -e(-2.0));
    let at = |v: &[f64], i: isize| usize::try_from(i).ok().and_then(|i| v.get(i).copied()).unwrap_or(0.0);
    let n = x.len() as isize;
    let (mut causal, mut anticausal) = (vec![0.0; x.len()], vec![0.0; x.len()]);
    for i in 0..n {
        let y = b1 * at(&causal, i - 1) + b2 * at(&causal, i - 2);
        causal[i as usize] = now * at(x, i) + before * at(x, i - 1) + y;
    }
    for i in (0..n).rev() {
        let y = b1 * at(&anticausal, i + 1) + b2 * at(&anticausal, i + 2);
        anticausal[i as usize] = after * at(x, i + 1) + later * at(x, i + 2) + y;
    }
    causal.iter().zip(&anticausal).map(|(a, b)| a + b).collect()
}

#[test]
fn the_image_filter() {
    let (w, h) = (6, 5);
    let image = Matrix::some(w, h, 1);
    let single: Vec<f32> = image.1.iter().map(|&x| x as f32).collect();
    let zeros = || vec![0.0f32; w * h];
    let mut out = zeros();
    deriche::plain::deriche(w, h, 0.25, &single, &mut out, &mut zeros(), &mut zeros());
    let rows: Vec<f64> = image.1.chunks(h).flat_map(|row| filter(row, 0.25)).collect();
    let columns: Vec<f64> = Matrix(h, rows).transposed().1.chunks(w).flat_map(|c| filter(c, 0.25)).collect();
    let expected = Matrix(w, columns).transposed();
    let error = out.iter().zip(&expected.1).map(|(a, b)| (f64::from(*a) - b).abs()).fold(0.0, f64::max);
    let scale = expected.1.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
    assert!(error < 1e-4 * scale, "{error} of {scale}");
}

#[test]
fn shortest_paths() {
    let n = 7;
    let edge = |i: usize, j: usize| if i == j { 0 } else { ((i * 31 + j * 17) % 23 + 1) as i32 };
    let mut path: Vec<i32> = (0..n * n).map(|at| edge(at / n, at % n)).collect();
    floyd_warshall::plain::floyd_warshall(n, &mut path);
    // Bellman and Ford's: paths of at most so many edges.
    for from in 0..n {
        let mut best: Vec<i32> = (0..n).map(|to| if to == from { 0 } else { 999 }).collect();
        for _ in 0..n {
            best = (0..n).map(|to| (0..n).map(|by| best[by] + edge(by, to)).min().unwrap()).collect();
        }
        assert_eq!(path[from * n..][..n], best, "from {from}");
    }
}

#[test]
fn foldings() {
    /// The greatest number of pairs in a sequence: the last base is alone, or pairs with one before.
    fn pairs(seq: &[i32]) -> i32 {
        let Some((last, rest)) = seq.split_last() else { return 0 };
        let with = |k: usize| {
            let bond = i32::from(seq[k] + last == 3 && k + 1 < rest.len());
            pairs(&rest[..k]) + pairs(&rest[k + 1..]) + bond
        };
        (0..rest.len()).map(with).fold(pairs(rest), i32::max)
    }
    let seq: Vec<i32> = (0..10).map(|i| (i * i + i / 3) % 4).collect();
    let n = seq.len();
    let mut table = vec![0; n * n];
    nussinov::plain::nussinov(n, &seq, &mut table);
    for i in 0..n {
        for j in i..n {
            assert_eq!(table[i * n + j], pairs(&seq[i..=j]), "{i}..={j}");
        }
    }
    assert!(table[n - 1] > 1);
}
