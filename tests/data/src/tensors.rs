//! `a[[i, j]]`, `a[(i, j)]`, `a[[i, j, k]]` of `ndarray`.

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran, runs};
use ndarray::{
    Array1, Array2, Array3, ArrayBase, ArrayD, ArrayRef2, ArrayView2, ArrayViewMut2, Axis, Data, DataMut,
    Ix2, IxDyn, s,
};
use std::panic::AssertUnwindSafe;

/// Numbers of several magnitudes and signs.
fn number(k: usize) -> f64 {
    ((k * 7919) % 1013) as f64 * 0.37 - 150.0
}

fn matrix(n: usize, m: usize) -> Array2<f64> {
    Array2::from_shape_fn((n, m), |(i, j)| number(i * 31 + j))
}

fn same<D: ndarray::Dimension>(a: &ndarray::Array<f64, D>, b: &ndarray::Array<f64, D>, how: &str) {
    assert_eq!(a.shape(), b.shape(), "{how}");
    assert!(a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits()), "{how}: {a} {b}");
}

both! { [parallel] add_plain, add(a: &Array2<f64>, b: &Array2<f64>, c: &mut Array2<f64>) {
    for i in 0..c.nrows() {
        for j in 0..c.ncols() {
            c[[i, j]] = a[[i, j]] * 2.0 + b[(i, j)];
        }
    }
} }

#[accel(parallel)]
fn views(a: ArrayView2<f64>, mut c: ArrayViewMut2<f64>) {
    let (n, m) = a.dim();
    for i in 0..n {
        for j in 0..m {
            c[[i, j]] += a[[i, j]].exp() / n as f64;
        }
    }
}

/// Every layout that two matrices of one shape can have.
fn layouts(n: usize, m: usize, mut f: impl FnMut(ArrayView2<f64>, ArrayViewMut2<f64>, &str)) {
    let wide = Array2::from_shape_fn((2 * n + 1, 3 * m + 2), |(i, j)| number(i * 17 + j));
    let small = matrix(n, m).mapv(|x| x * 0.01);
    let turned = matrix(m, n).mapv(|x| x * 0.02);
    let part = wide.mapv(|x| x * 0.01);
    let mut zeros = Array2::zeros((n, m));
    let mut turned_zeros = Array2::zeros((m, n));
    let mut wide_zeros = Array2::zeros((2 * n + 1, 3 * m + 2));
    let reads: [(&str, ArrayView2<f64>); 6] = [
        ("rows", small.view()),
        ("columns", turned.t()),
        ("gaps", part.slice(s![1..2 * n + 1; 2, 1..3 * m + 1; 3])),
        ("upwards", small.slice(s![..;-1, ..])),
        ("backwards", small.slice(s![..;-1, ..;-1])),
        ("one row", small.slice(s![..usize::min(n, 1), ..]).reborrow()),
    ];
    for (name, read) in reads {
        // A row that stands for all of them may only be read.
        let all = (n, m);
        let Some(read) = read.broadcast(all) else { continue };
        f(read, zeros.view_mut(), &format!("{name} to rows"));
        f(read, turned_zeros.view_mut().reversed_axes(), &format!("{name} to columns"));
        f(read, wide_zeros.slice_mut(s![0..2 * n; 2, 2..3 * m + 2; 3]), &format!("{name} to gaps"));
        f(read, zeros.slice_mut(s![.., ..;-1]), &format!("{name} to mirrored rows"));
    }
}

#[test]
fn every_layout() {
    let before = runs("views");
    for (n, m) in [(0, 3), (3, 0), (1, 1), (1, 70), (5, 33), (67, 129)] {
        everywhere(|how| {
            layouts(n, m, |a, c, name| {
                let expected = {
                    let mut copy = c.to_owned();
                    views_exp(a, copy.view_mut());
                    copy
                };
                let mut c = c;
                views(a, c.view_mut());
                same(&c.to_owned(), &expected, &format!("{how}, {n} x {m}, {name}"));
            });
        });
    }
    let after = runs("views");
    assert!(after.0 > before.0 + 1000 && after.1 == before.1, "{before:?} {after:?} {:?}", hotloop::stats());
}

/// The same as `views` without the attribute, but with its elementary function.
fn views_exp(a: ArrayView2<f64>, mut c: ArrayViewMut2<f64>) {
    let (n, m) = a.dim();
    for i in 0..n {
        for j in 0..m {
            c[[i, j]] += hotloop::math::exp(a[[i, j]]) / n as f64;
        }
    }
}

#[test]
fn sums_of_two() {
    for (n, m) in [(0, 0), (1, 3), (40, 77)] {
        let (a, b) = (matrix(n, m), matrix(n, m).mapv(|x| x + 1.0));
        let (mut expected, mut found) = (Array2::zeros((n, m)), Array2::zeros((n, m)));
        add_plain(&a, &b, &mut expected);
        everywhere(|how| {
            found.fill(0.0);
            add(&a, &b, &mut found);
            same(&found, &expected, how);
        });
    }
    ran("add");
}

// Each iteration has a row of its own; the sums are of that row.
both! { [parallel] product_plain, product(a: &Array2<f64>, b: &Array2<f64>, c: &mut Array2<f64>) {
    for i in 0..a.nrows() {
        for j in 0..b.ncols() {
            for k in 0..a.ncols() {
                c[[i, j]] += a[[i, k]] * b[[k, j]];
            }
        }
    }
} }

#[test]
fn products() {
    let (a, b) = (matrix(23, 31), matrix(31, 37));
    let (mut expected, mut found) = (Array2::zeros((23, 37)), Array2::zeros((23, 37)));
    product_plain(&a, &b, &mut expected);
    everywhere(|how| {
        found.fill(0.0);
        product(&a, &b, &mut found);
        same(&found, &expected, how);
    });
    ran("product");
    // Both stored by columns.
    let (mut a_t, mut b_t) = (Array2::zeros((31, 23)), Array2::zeros((37, 31)));
    a_t.assign(&a.t());
    b_t.assign(&b.t());
    let (a_t, b_t) = (a_t.reversed_axes(), b_t.reversed_axes());
    everywhere(|how| {
        found.fill(0.0);
        product(&a_t, &b_t, &mut found);
        same(&found, &expected, how);
    });
}

// The neighbors of other rows are in another array, those of other columns in this one: each subscript alone is asked.
both! { [parallel] sweep_plain, sweep(a: &mut Array2<f64>) {
    for j in 0..a.ncols() {
        for i in 1..a.nrows() {
            a[[i, j]] += 0.5 * a[[i - 1, j]];
        }
    }
} }

both! { [parallel] jacobi_plain, jacobi(a: &Array2<f64>, b: &mut Array2<f64>) {
    let (n, m) = (a.shape()[0], a.shape()[1]);
    for i in 1..n - 1 {
        for j in 1..m - 1 {
            b[[i, j]] = 0.25 * (a[[i - 1, j]] + a[[i + 1, j]] + a[[i, j - 1]] + a[[i, j + 1]]);
        }
    }
} }

#[test]
fn subscripts_of_one_dimension_each() {
    let start = matrix(41, 53);
    let (mut swept, mut averaged) = (start.clone(), start.clone());
    sweep_plain(&mut swept);
    jacobi_plain(&start, &mut averaged);
    everywhere(|how| {
        let (mut a, mut b) = (start.clone(), start.clone());
        sweep(&mut a);
        same(&a, &swept, how);
        jacobi(&start, &mut b);
        same(&b, &averaged, how);
    });
    ran("sweep");
    ran("jacobi");
}

both! { [parallel] cube_plain, cube(a: &Array3<f64>, b: &mut Array3<f64>, m: &mut Array2<f64>) {
    for i in 0..a.len_of(Axis(0)) {
        for j in 0..a.dim().1 {
            for k in 0..a.shape()[2] {
                b[[i, j, k]] = a[(i, j, k)] * 3.0 + a.len() as f64;
                m[[i, j]] += a[[i, j, k]];
            }
        }
    }
} }

#[test]
fn three_dimensions() {
    let a = Array3::from_shape_fn((7, 5, 19), |(i, j, k)| number(i * 100 + j * 20 + k));
    let (mut b, mut m) = (Array3::zeros((7, 5, 19)), Array2::zeros((7, 5)));
    cube_plain(&a, &mut b, &mut m);
    everywhere(|how| {
        let (mut b2, mut m2) = (Array3::zeros((7, 5, 19)), Array2::zeros((7, 5)));
        cube(&a, &mut b2, &mut m2);
        same(&b2, &b, how);
        same(&m2, &m, how);
    });
    ran("cube");
}

both! { [parallel] any_rank_plain, any_rank(a: &ArrayD<f64>, b: &mut ArrayD<f64>, n: usize, m: usize) {
    for i in 0..n {
        for j in 0..m {
            b[[i, j]] = a[[i, j]] - 1.0;
        }
    }
} }

#[test]
fn any_rank_at_run_time() {
    let a = matrix(30, 20).into_dyn();
    let mut expected = ArrayD::zeros(IxDyn(&[30, 20]));
    any_rank_plain(&a, &mut expected, 30, 20);
    everywhere(|how| {
        let mut b = ArrayD::zeros(IxDyn(&[30, 20]));
        any_rank(&a, &mut b, 30, 20);
        same(&b, &expected, how);
    });
    ran("any_rank");
    // Of another rank, the array's own answer.
    let cube = ArrayD::zeros(IxDyn(&[2, 3, 4]));
    panics_alike(
        || any_rank_plain(&cube, &mut ArrayD::zeros(IxDyn(&[2, 3])), 2, 3),
        || any_rank(&cube, &mut ArrayD::zeros(IxDyn(&[2, 3])), 2, 3),
    );
}

#[accel(parallel)]
fn of_any_storage<S: Data<Elem = f64>, R: DataMut<Elem = f64>>(
    a: &ArrayBase<S, Ix2>,
    b: &mut ArrayBase<R, Ix2>,
) {
    for i in 0..a.nrows() {
        for j in 0..a.ncols() {
            b[[i, j]] = a[[i, j]] + 0.5;
        }
    }
}

#[accel(parallel)]
fn by_reference(a: &ArrayRef2<f64>, b: &mut ArrayRef2<f64>) {
    for i in 0..a.nrows() {
        for j in 0..a.ncols() {
            b[[i, j]] = a[[i, j]] + 0.5;
        }
    }
}

#[test]
fn storages() {
    let a = matrix(20, 30);
    let expected = a.mapv(|x| x + 0.5);
    everywhere(|how| {
        let mut b = Array2::zeros((20, 30));
        of_any_storage(&a.view(), &mut b.view_mut());
        same(&b, &expected, how);
        b.fill(0.0);
        by_reference(&a, &mut b);
        same(&b, &expected, how);
        // Shared storage is not shared any more when it is written.
        let mut shared = a.to_shared();
        let other = shared.clone();
        of_any_storage(&a, &mut shared);
        same(&shared.to_owned(), &expected, how);
        same(&other.to_owned(), &a, how);
    });
    ran("of_any_storage");
    ran("by_reference");
}

/// The same panic from both.
fn panics_alike(plain: impl FnOnce(), fast: impl FnOnce()) {
    let expected = panic_text(AssertUnwindSafe(plain));
    let found = panic_text(AssertUnwindSafe(fast));
    assert!(expected.is_some());
    assert_eq!(found, expected);
}

// The first subscript that is out of bounds comes after some that are not.
both! { [parallel] outside_plain, outside(a: &Array2<f64>, c: &mut Array2<f64>, n: usize, m: usize) {
    for i in 0..n {
        for j in 0..m {
            c[[i, j]] = a[[i, j]];
        }
    }
} }

// A subscript that is not affine keeps its check.
both! { [] looked_up_plain, looked_up(a: &Array2<f64>, at: &[usize], c: &mut [f64]) {
    for i in 0..at.len() {
        c[i] = a[[at[i], i]] + a[(i, at[i])];
    }
} }

both! { [] stored_plain, stored(a: &mut Array2<f64>, at: &[usize]) {
    for i in 0..at.len() {
        a[[at[i], 0]] += 1.0;
    }
} }

#[test]
fn panics() {
    let a = matrix(100, 140);
    for (n, m) in [(101, 140), (100, 141), (usize::MAX, 1), (1, usize::MAX)] {
        everywhere(|how| {
            let (mut expected, mut found) = (Array2::zeros((100, 140)), Array2::zeros((100, 140)));
            panics_alike(|| outside_plain(&a, &mut expected, n, m), || outside(&a, &mut found, n, m));
            same(&found, &expected, how);
        });
    }
    assert!(runs("outside").1 > 0);
    let at: Vec<usize> = (0..100).map(|i| (i * 7) % 100).collect();
    let mut wrong = at.clone();
    wrong[77] = 100;
    everywhere(|how| {
        let (mut expected, mut found) = ([0.0; 100], [0.0; 100]);
        looked_up_plain(&a, &at, &mut expected);
        looked_up(&a, &at, &mut found);
        assert_eq!(found, expected, "{how}");
        let (mut expected, mut found) = ([0.0; 100], [0.0; 100]);
        panics_alike(|| looked_up_plain(&a, &wrong, &mut expected), || looked_up(&a, &wrong, &mut found));
        assert_eq!(found, expected, "{how}");
        let (mut expected, mut found) = (a.clone(), a.clone());
        panics_alike(|| stored_plain(&mut expected, &wrong), || stored(&mut found, &wrong));
        same(&found, &expected, how);
    });
    ran("looked_up");
    ran("stored");
}

// Floats that are regrouped: the same bits for every thread count.
#[accel(parallel)]
fn total(a: &Array2<f64>) -> f64 {
    let mut sum = 0.0;
    for i in 0..a.nrows() {
        for j in 0..a.ncols() {
            sum += a[[i, j]];
        }
    }
    sum
}

#[test]
fn sums() {
    let a = matrix(67, 45);
    let by_columns = a.t().to_owned().reversed_axes();
    let mut bits = None;
    everywhere(|how| {
        let found = (total(&a).to_bits(), total(&by_columns).to_bits());
        assert_eq!(*bits.get_or_insert(found), found, "{how}");
        assert_eq!(found.0, found.1, "{how}");
    });
    assert!((total(&a) - a.sum()).abs() < 1e-6);
    ran("total");
}

/// Types that only look like such arrays.
mod others {
    use super::*;
    use std::cell::Cell;
    use std::ops::{Index, IndexMut};

    #[derive(Default)]
    struct Counting {
        reads: Cell<usize>,
        values: Vec<f64>,
    }

    impl Index<[usize; 2]> for Counting {
        type Output = f64;
        fn index(&self, [i, j]: [usize; 2]) -> &f64 {
            self.reads.set(self.reads.get() + 1);
            &self.values[i * 10 + j]
        }
    }
    impl IndexMut<[usize; 2]> for Counting {
        fn index_mut(&mut self, [i, j]: [usize; 2]) -> &mut f64 {
            &mut self.values[i * 10 + j]
        }
    }
    impl Counting {
        fn nrows(&self) -> u8 {
            10
        }
    }

    #[accel]
    fn counted(a: &Counting, b: &mut Counting) {
        for i in 0..a.nrows() {
            for j in 0..10 {
                b[[usize::from(i), j]] = a[[usize::from(i), j]] + 1.0;
            }
        }
    }

    /// Not the array's own.
    #[allow(non_snake_case)]
    fn Axis(n: usize) -> ndarray::Axis {
        ndarray::Axis(1 - n)
    }

    #[accel(parallel)]
    fn fewer(a: &mut Array2<f64>) {
        for i in 0..a.len_of(Axis(0)) {
            a[[i, 0]] = 1.0;
        }
    }

    #[test]
    fn keep_their_own() {
        let a = Counting { values: vec![1.0; 100], ..Counting::default() };
        let mut b = Counting { values: vec![0.0; 100], ..Counting::default() };
        counted(&a, &mut b);
        assert_eq!((a.reads.get(), b.values.iter().sum::<f64>()), (100, 200.0));
        assert_eq!(runs("counted").0, 0);
        let mut a = Array2::zeros((500, 3));
        fewer(&mut a);
        assert_eq!((a.sum(), runs("fewer")), (3.0, (0, 1)));
    }
}

#[test]
fn an_array_in_a_struct() {
    struct Field {
        old: Array2<f64>,
        new: Array2<f64>,
        weights: Array1<f64>,
    }
    impl Field {
        #[accel(parallel)]
        fn step(&mut self) {
            for i in 0..self.new.nrows() {
                for j in 0..self.new.ncols() {
                    self.new[[i, j]] = self.old[[i, j]] * self.weights[j];
                }
            }
        }
    }
    let weights = Array1::from_shape_fn(40, |j| j as f64);
    let mut field = Field { old: matrix(30, 40), new: Array2::zeros((30, 40)), weights };
    let expected = Array2::from_shape_fn((30, 40), |(i, j)| field.old[[i, j]] * field.weights[j]);
    everywhere(|how| {
        field.new.fill(0.0);
        field.step();
        same(&field.new, &expected, how);
    });
    ran("step");
}
