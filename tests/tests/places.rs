//! Every kind of place: rows, arrays of arrays, structs, tuples, nested paths, subranges. The annotated
//! function against the same function without the attribute, at every level, thread count and pool.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    clippy::ptr_arg,
    clippy::boxed_local,
    clippy::redundant_allocation,
    reason = "places as people write them are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, panic_text, ran};
use std::panic::AssertUnwindSafe;

type Rows = Vec<Vec<f64>>;

fn rows(n: usize, m: usize) -> Rows {
    (0..n).map(|i| (0..m).map(|j| ((i * 37 + j * 11) % 101) as f64 - 50.0).collect()).collect()
}

fn ragged(n: usize) -> Rows {
    (0..n).map(|i| (0..i % 7 + 1).map(|j| (i * 3 + j) as f64).collect()).collect()
}

const SHAPES: [(usize, usize); 9] =
    [(0, 0), (1, 1), (3, 0), (2, 40), (40, 2), (33, 33), (64, 3), (5, 100), (70, 70)];

/// Both functions on copies of one state made by `$make`, for several shapes.
macro_rules! compare {
    ($plain:ident, $fast:ident, $make:expr) => {
        everywhere(|how| {
            for (n, m) in SHAPES {
                let (mut a, mut b) = ($make(n, m), $make(n, m));
                let p = panic_text(AssertUnwindSafe(|| {
                    $plain(&mut a, n, m);
                }));
                let q = panic_text(AssertUnwindSafe(|| {
                    $fast(&mut b, n, m);
                }));
                assert_eq!(p, q, "{how}, {n} x {m}");
                if p.is_none() {
                    assert_eq!(a, b, "{how}, {n} x {m}");
                }
            }
        });
        ran(stringify!($fast));
    };
}

both!([parallel] scale_rows_plain, scale_rows(a: &mut Rows, n: usize, m: usize) {
    for i in 0..n {
        for j in 0..m {
            a[i][j] *= 2.0;
            a[i][j] += j as f64;
        }
    }
});

both!([parallel] columns_plain, columns(a: &mut Rows, n: usize, m: usize) {
    for j in 0..m {
        for i in 1..n {
            a[i][j] += a[i - 1][j];
        }
    }
});

both!([parallel] one_row_plain, one_row(a: &mut Rows, n: usize, m: usize) {
    if n < 2 { return; }
    for j in 0..m {
        a[n - 1][j] = a[0][j] + 1.0;
    }
});

both!([parallel] prefix_in_rows_plain, prefix_in_rows(a: &mut Rows, n: usize, m: usize) {
    for i in 0..n {
        for j in 1..m {
            a[i][j] += a[i][j - 1];
        }
    }
});

#[test]
fn rows_of_their_own() {
    compare!(scale_rows_plain, scale_rows, rows);
    compare!(columns_plain, columns, rows);
    compare!(one_row_plain, one_row, rows);
    compare!(prefix_in_rows_plain, prefix_in_rows, rows);
    // Rows that are too short: the same panic.
    let short = |n, _| ragged(n);
    compare!(scale_rows_plain, scale_rows, short);
}

both!([parallel] multiply_plain, multiply(a: &Rows, b: &Rows, c: &mut Rows, n: usize) {
    for i in 0..n {
        for j in 0..n {
            let mut sum = 0.0;
            for k in 0..n {
                sum += a[i][k] * b[k][j];
            }
            c[i][j] = sum;
        }
    }
});

#[test]
fn matrices_of_rows() {
    everywhere(|how| {
        for n in [0, 1, 7, 33] {
            let (a, b) = (rows(n, n), rows(n, n + 1));
            let (mut c, mut d) = (rows(n, n), rows(n, n));
            multiply_plain(&a, &b, &mut c, n);
            multiply(&a, &b, &mut d, n);
            assert_eq!(c, d, "{how}, n = {n}");
        }
    });
    ran("multiply");
}

both!([parallel] row_lengths_plain, row_lengths(a: &mut Rows, _n: usize, _m: usize) {
    for i in 0..a.len() {
        for j in 0..a[i].len() {
            a[i][j] += 1.0;
        }
    }
});

#[test]
fn ragged_rows() {
    compare!(row_lengths_plain, row_lengths, |n, _| ragged(n));
}

fn grid(n: usize, _: usize) -> Vec<[[f64; 4]; 3]> {
    (0..n).map(|i| [[i as f64; 4], [0.5; 4], [-(i as f64); 4]]).collect()
}

both!([parallel] arrays_of_arrays_plain, arrays_of_arrays(a: &mut Vec<[[f64; 4]; 3]>, n: usize, _m: usize) {
    for i in 0..n {
        for j in 0..3 {
            for k in 0..4 {
                a[i][j][k] += (i + j * k) as f64;
            }
        }
        a[i][2][0] = a[i][0][3] - a[i][1][1];
    }
});

both!([parallel] fixed_plain, fixed(a: &mut [[f64; 8]; 5], n: usize, m: usize) {
    for i in 0..n.min(5) {
        for j in 0..m {
            a[i][j] *= 0.5;
        }
    }
});

#[test]
fn arrays_in_arrays() {
    compare!(arrays_of_arrays_plain, arrays_of_arrays, grid);
    compare!(fixed_plain, fixed, |n: usize, m: usize| [[n as f64 + m as f64; 8]; 5]);
}

#[derive(Clone, Debug, PartialEq)]
struct Particle {
    x: f64,
    vx: f64,
    pos: [f64; 3],
    id: (u32, bool),
    name: String,
}

fn particles(n: usize, _: usize) -> Vec<Particle> {
    let one = |i: usize| Particle {
        x: i as f64,
        vx: 0.5 * i as f64,
        pos: [i as f64, 1.0, -1.0],
        id: (i as u32, i.is_multiple_of(2)),
        name: format!("p{i}"),
    };
    (0..n).map(one).collect()
}

both!([parallel] move_plain, move_particles(p: &mut Vec<Particle>, n: usize, m: usize) {
    let dt = 0.125 * m as f64;
    for i in 0..n {
        p[i].x += p[i].vx * dt;
        for k in 0..3 {
            p[i].pos[k] -= p[i].x * k as f64;
        }
        p[i].id.0 += 1;
        p[i].id.1 = !p[i].id.1;
    }
});

both!([parallel] bodies_plain, bodies(p: &mut [Particle], n: usize, _m: usize) {
    for i in 0..n {
        let mut force = 0.0;
        for j in 0..n {
            if i != j {
                let d = p[j].x - p[i].x;
                force += d / (d * d + 0.01).sqrt();
            }
        }
        p[i].vx += force;
    }
});

#[test]
fn arrays_of_structs() {
    compare!(move_plain, move_particles, particles);
    compare!(bodies_plain, bodies, particles);
}

both!([parallel, nogil] names_plain, names(p: &mut Vec<Particle>, n: usize, m: usize) {
    for i in 0..n {
        p[i].name = format!("{}:{}", i, m);
        p[i].name.push('x');
    }
});

both!([parallel, nogil] strings_plain, strings(a: &mut Vec<String>, n: usize, _m: usize) {
    for i in 0..n {
        let text = a[i].clone();
        a[i] = text + "!";
    }
});

#[test]
fn elements_that_are_not_copied() {
    compare!(names_plain, names, particles);
    compare!(strings_plain, strings, |n: usize, _| (0..n).map(|i| i.to_string()).collect::<Vec<_>>());
}

#[derive(Clone, Debug, PartialEq)]
struct Grid {
    u: Vec<f64>,
    v: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq)]
struct Model {
    grid: Grid,
    sums: (f64, [f64; 2]),
    cells: Box<[f64]>,
}

impl Model {
    fn new(n: usize, m: usize) -> Model {
        let u: Vec<f64> = (0..n * m).map(|i| i as f64).collect();
        Model { grid: Grid { v: u.clone(), u }, sums: (1.0, [0.0; 2]), cells: vec![0.25; n].into() }
    }

    fn step_plain(&mut self, n: usize) {
        for i in 1..n {
            self.grid.u[i] = 0.5 * (self.grid.v[i - 1] + self.grid.v[i]);
            self.cells[i - 1] = self.grid.v[i];
        }
        for i in 0..n {
            self.sums.0 = self.grid.u[i];
            self.sums.1[0] += 1.0;
        }
    }

    #[accel(parallel)]
    fn step(&mut self, n: usize) {
        for i in 1..n {
            self.grid.u[i] = 0.5 * (self.grid.v[i - 1] + self.grid.v[i]);
            self.cells[i - 1] = self.grid.v[i];
        }
        for i in 0..n {
            self.sums.0 = self.grid.u[i];
            self.sums.1[0] += 1.0;
        }
    }
}

#[test]
fn nested_paths() {
    everywhere(|how| {
        for (n, m) in SHAPES {
            let (mut a, mut b) = (Model::new(n, m), Model::new(n, m));
            let p = panic_text(AssertUnwindSafe(|| a.step_plain(n)));
            let q = panic_text(AssertUnwindSafe(|| b.step(n)));
            assert_eq!(p, q, "{how}, {n} x {m}");
            assert_eq!(a, b, "{how}, {n} x {m}");
        }
    });
    ran("step");
}

fn mean(row: &[f64]) -> f64 {
    row.iter().sum::<f64>() / row.len() as f64
}

fn center(row: &mut [f64], by: f64) {
    row.iter_mut().for_each(|v| *v -= by);
}

both!([parallel, nogil] subranges_plain, subranges(a: &mut Vec<f64>, n: usize, m: usize) {
    for i in 0..n {
        let by = mean(&a[i * m..(i + 1) * m]);
        center(&mut a[i * m..(i + 1) * m], by);
    }
});

both!([parallel] fills_plain, fills(a: &mut Vec<f64>, n: usize, m: usize) {
    let zero = vec![0.5; m];
    for i in 0..n {
        a[i * m..(i + 1) * m].fill(i as f64);
        if i % 2 == 0 {
            a[i * m..i * m + m].copy_from_slice(&zero[..m]);
        }
        a[i * m..i * m + m].reverse();
        if m > 1 {
            a[i * m..i * m + m].swap(0, 1);
        }
    }
});

#[test]
fn rows_of_a_flat_array() {
    let flat = |n: usize, m: usize| (0..n * m).map(|i| (i % 17) as f64).collect::<Vec<f64>>();
    compare!(subranges_plain, subranges, flat);
    compare!(fills_plain, fills, flat);
    let short =
        |n: usize, m: usize| (0..(n * m).saturating_sub(1)).map(|i| (i % 17) as f64).collect::<Vec<f64>>();
    compare!(subranges_plain, subranges, short);
}

#[repr(C, packed)]
#[derive(Clone, Copy)]
struct Packed {
    tag: u8,
    value: f64,
}

impl PartialEq for Packed {
    fn eq(&self, other: &Packed) -> bool {
        let (a, b) = (self.value, other.value);
        self.tag == other.tag && a == b
    }
}

impl std::fmt::Debug for Packed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", { self.value })
    }
}

both!([parallel] packed_plain, packed(a: &mut Vec<Packed>, n: usize, _m: usize) {
    for i in 0..n {
        a[i].value += 1.0;
        a[i].tag = a[i].tag.wrapping_add(1);
    }
});

#[test]
fn packed_structs_run_as_written() {
    everywhere(|how| {
        for (n, _) in SHAPES {
            let make = || (0..n).map(|i| Packed { tag: i as u8, value: i as f64 }).collect::<Vec<_>>();
            let (mut a, mut b) = (make(), make());
            packed_plain(&mut a, n, 0);
            packed(&mut b, n, 0);
            assert_eq!(a, b, "{how}, {n}");
        }
    });
    let stats = hotloop::stats();
    let ours = stats.iter().find(|s| s.function == "packed").expect("it ran");
    assert_eq!(
        (ours.fast, ours.first_failed),
        (0, Some("type condition: `a[_]` is not packed around `a[_].value`"))
    );
}
