//! Elements and captures that threads may not share: as written where that is known, in order where a loop stays on
//! its thread.

#![allow(
    clippy::needless_range_loop,
    clippy::rc_buffer,
    clippy::redundant_closure_call,
    clippy::useless_vec,
    reason = "loops as people write them are what is tested"
)]

use hotloop::accel;
use hotloop_tests::{both, everywhere, ran};
use std::cell::Cell;
use std::rc::Rc;

fn number(x: &Option<Rc<f64>>) -> f64 {
    x.as_ref().map_or(0.5, |x| **x)
}

fn inside(c: &Cell<f64>) -> f64 {
    c.set(c.get() + 1.0);
    c.get()
}

both!([parallel, nogil] options_plain, options(n: usize, out: &mut [f64]) {
    let mut v: Vec<Option<Rc<f64>>> = vec![None; n];
    for i in 0..n {
        v[i] = Some(Rc::new(i as f64));
    }
    for i in 0..n {
        out[i] = number(&v[i]);
    }
});

both!([parallel, nogil] rows_plain, rows(n: usize, out: &mut [f64]) {
    let mut v: Vec<Vec<Option<Rc<f64>>>> = vec![vec![None; 4]; n];
    for i in 0..n {
        for j in 0..v[i].len() {
            v[i][j] = Some(Rc::new(j as f64));
        }
        out[i] = number(&v[i][2]);
    }
});

#[derive(Clone)]
struct Part {
    name: Rc<f64>,
    x: f64,
}

both!([parallel, nogil] fields_plain, fields(n: usize, out: &mut [f64]) {
    let mut v: Vec<Part> = vec![Part { name: Rc::new(1.0), x: 1.0 }; n];
    for i in 0..n {
        v[i].x = 2.0;
        v[i].name = Rc::new(i as f64);
        out[i] += v[i].x + *v[i].name;
    }
});

both!([parallel, nogil] cells_plain, cells(n: usize, out: &mut [f64]) {
    let v: Vec<Cell<f64>> = vec![Cell::new(1.0); n];
    let one = Cell::new(3.0);
    for i in 0..n {
        let part = &v[i..i + 1];
        out[i] = inside(&part[0]) + inside(&one);
    }
});

both!([] closure_plain, closure(_n: usize, out: &mut [f64]) {
    let seen = Cell::new(0.0);
    let next = |x: f64| {
        seen.set(seen.get() + x);
        seen.get()
    };
    for i in 0..out.len() {
        out[i] = next(out[i]);
    }
});

both!([nogil] late_plain, late(n: usize, out: &mut [f64]) {
    let mut v = vec![None; n];
    for i in 1..n {
        v[i] = None;
        out[i] += out[i - 1] + number(&v[i]);
    }
    v.push(Some(Rc::new(1.0)));
});

type Run = fn(usize, &mut [f64]);

#[test]
fn what_threads_may_not_share_stays_on_its_thread() {
    let runs: [(&str, Run, Run); 6] = [
        ("options", options_plain, options),
        ("rows", rows_plain, rows),
        ("fields", fields_plain, fields),
        ("cells", cells_plain, cells),
        ("closure", closure_plain, closure),
        ("late", late_plain, late),
    ];
    everywhere(|how| {
        for n in [0, 1, 2, 33, 64, 130] {
            for (name, plain, fast) in runs {
                let (mut a, mut b) = (vec![0.25; n], vec![0.25; n]);
                plain(n, &mut a);
                fast(n, &mut b);
                assert_eq!(a, b, "{name}, {how}, n = {n}");
            }
        }
    });
    ran("closure");
    ran("late");
}
