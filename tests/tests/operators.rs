//! The place that a panic of an operator names is the user's own: line and column, in every form of a loop. The
//! operators of a fast form stand between tokens of ours, for which rustc would name the attribute.

#![allow(
    arithmetic_overflow,
    unused_variables,
    clippy::all,
    clippy::pedantic,
    reason = "expressions over several lines, and loops over subscripts, are what is tested"
)]
#![cfg_attr(rustfmt, rustfmt_skip)]

use hotloop::accel;
use hotloop_tests::{plain, runs};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

fn id(x: i32) -> i32 {
    x
}

#[accel]
fn add(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] =
            x[i] + k;
    }
}
#[accel]
fn add2(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        let y = x[i];
        out[i] =
            k + y;
    }
}
#[accel]
fn add3(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        let y = 1 + (x[i] * 3 +
            k * 3 + x[i]) ;
        out[i] = y;
    }
}
#[accel]
fn compound(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = k;
        out[i] +=
           x[i];
    }
}
#[accel]
fn compound2(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        let mut t = 7;
        t +=
           x[i];
        out[i] = t + k;
    }
}
#[accel]
fn sum(x: &[i32], k: i32, out: &mut [i32]) {
    let mut s = k;
    for i in 0..out.len() {
        s += x[i];
        out[i] = s;
    }
}
#[accel]
fn sum2(x: &[i32], k: i32, out: &mut [i32]) {
    let mut s = k;
    for i in 0..out.len() {
        s = s
            + x[i];
    }
    out[0] = s;
}
#[accel]
fn sum3(x: &[i32], k: i32, out: &mut [i32]) {
    let mut s = k;
    for i in 0..out.len() {
        s = x[i] + s;
    }
    out[0] = s;
}
#[accel]
fn sum4(x: &[i32], k: i32, out: &mut [i32]) {
    let mut s = k;
    for i in 0..out.len() {
        s += x[i];
    }
    out[0] = s;
}
#[accel]
fn prod(x: &[i32], k: i32, out: &mut [i32]) {
    let mut s = k;
    for i in 0..out.len() {
        s *= x[i];
    }
    out[0] = s;
}
#[accel]
fn neg(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = 0;
        let y = i32::MIN + (x[i] - x[i]);
        out[i] =
            -y;
    }
}
#[accel]
fn neg2(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = i32::MIN;
        out[i] =
            -out[i];
    }
}
#[accel]
fn div(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = k / (x[i] - x[i]);
    }
}
#[accel]
fn div2(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = x[i];
        out[i] /= x[i] - x[i];
    }
}
#[accel]
fn shl(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = x[i] << (x[i] - x[i] + 40);
    }
}
#[accel]
fn meth(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = 5 +
            x[i].rem_euclid(x[i] - x[i]);
    }
}
#[accel]
fn meth2(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = x[i].min(i32::MAX)
            + x[i].max(k) ;
    }
}
#[accel]
fn call(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = id(x[i])
            + id(k);
    }
}
#[accel]
fn cast(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] =
            (x[i] as i64 - 1) as i32 + x[i] as i32;
    }
}
#[accel]
fn counter(x: &[i32], k: i32, out: &mut [i32]) {
    let mut n = k;
    for i in 0..out.len() {
        if x[i] > 0 { n += 1; }
        if x[i] > 0 {
            n +=
            out[i]; }
    }
    out[0] = n;
}
#[accel]
fn induct(x: &[i32], k: i32, out: &mut [i32]) {
    let mut n = 0u8;
    for i in 0..out.len() {
        out[i] = n as i32;
        n +=
         1;
    }
    out[0] = n as i32;
}
#[accel]
fn inner(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        let mut s = 0;
        for j in 0..x.len() { s +=
            x[j]; }
        out[i] = s;
    }
}
#[accel]
fn asserts(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = x[i];
        assert!(x[i] < 0);
    }
}
#[accel]
fn asserts2(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = x[i];
        assert_eq!(x[i], k);
    }
}
#[accel]
fn panics(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = x[i];
        if x[i] > 0 { panic!("hi") }
    }
}
#[accel]
fn index(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        let t = [1, 2, 3];
        out[i] =
           t[x[i] as usize];
    }
}
#[accel]
fn ivs(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = 0;
        let z =
            i - 1 + x.len();
        out[i] += z as i32;
    }
}
#[accel(fastmath)]
fn flags(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = 3 +
            x[i] * k;
    }
}
#[accel(fastmath)]
fn flags2(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        let mut t = x[i];
        t += x[i] * 1;
        out[i] = t;
    }
}
#[accel(parallel)]
fn par(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = 3 +
            x[i] * k;
    }
}
#[derive(Clone, Copy)]
struct T { a: i32, b: [i32; 2] }
#[accel]
fn fields(x: &[i32], k: i32, out: &mut [i32]) {
    let mut t = T { a: k, b: [k, k] };
    for i in 0..out.len() {
        t.a = k;
        out[i] = t.a
            + x[i];
    }
}
#[accel]
fn parts(x: &[i32], k: i32, out: &mut [i32]) {
    let mut t = [const { T { a: 1, b: [2, 3] } }; 300];
    for i in 0..out.len() {
        t[i].b[1] = k;
        t[i].a = 1
           + t[i].b[1];
    }
    out[0] = t[0].a;
}
#[accel]
fn rows(x: &[i32], k: i32, out: &mut [i32]) {
    let mut t = vec![vec![k; 20]; 20];
    for i in 0..t.len() {
        for j in 0..20 {
            t[i][j] = t[i][j] / 2
                + t[i][j];
        }
    }
    out[0] = t[0][0];
}
#[accel]
fn subscripts(x: &[i32], k: i32, out: &mut [i32]) {
    let n: Vec<u8> = vec![250; 300];
    let table = [1; 300];
    for i in 0..out.len() {
        out[i] = table[(n[i]
            + 20) as usize];
    }
}
#[accel(nogil)]
fn marked(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = 5 +
            id(k) + x[i];
    }
}
#[accel]
fn opposite(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = 5
            - -(x[i] - x[i] + i32::MIN);
    }
}
#[accel]
fn casts(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = 5 -
            (x[i] as u8 as i8
            + x[i] as i8 + 127) as i32;
    }
}
#[accel]
fn shifted(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = 1;
        out[i] <<=
            k & 255;
    }
}
#[accel]
fn euclid(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = x[i]
            .div_euclid(x[i] - x[i]);
    }
}
#[accel]
fn chosen(x: &[i32], k: i32, out: &mut [i32]) {
    let mut s = k;
    for i in 0..out.len() {
        s = if x[i] > 0 {
            s
                + x[i]
        } else { s };
    }
    out[0] = s;
}
#[accel]
fn debug_asserts(x: &[i32], k: i32, out: &mut [i32]) {
    for i in 0..out.len() {
        out[i] = x[i];
        debug_assert!(
            x[i] < 0 && k as u8 == b'{');
    }
}
#[accel]
fn chain(x: &[i32], k: i32, out: &mut [i32]) {
    for (x, y) in x.iter().zip(out.iter_mut()) {
        *y = k
           + x;
    }
}
#[accel]
fn chain2(x: &[i32], k: i32, out: &mut [i32]) {
    for (x, y) in x.iter().zip(out.iter_mut()) {
        *y = *x + k;
    }
}

/// Line, column and message that the panic hook is told, in this file.
fn place(f: &dyn Fn()) -> Option<(u32, u32, String)> {
    let seen = Arc::new(Mutex::new(None));
    let inside = seen.clone();
    std::panic::set_hook(Box::new(move |p| {
        let at = p.location().expect("a place");
        assert_eq!(at.file(), file!());
        let message = p.payload().downcast_ref::<String>().cloned();
        let message = message.or_else(|| p.payload().downcast_ref::<&str>().map(|m| m.to_string()));
        *inside.lock().unwrap() = Some((at.line(), at.column(), message.unwrap_or_default()));
    }));
    let _ = catch_unwind(AssertUnwindSafe(f));
    let _ = std::panic::take_hook();
    let place = seen.lock().unwrap().take();
    place
}

type Case = (&'static str, fn(&[i32], i32, &mut [i32]));

#[test]
fn an_operator_panics_where_the_user_has_written_it() {
    let cases: [Case; 43] = [
        ("add", add),
        ("add2", add2),
        ("add3", add3),
        ("compound", compound),
        ("compound2", compound2),
        ("sum", sum),
        ("sum2", sum2),
        ("sum3", sum3),
        ("sum4", sum4),
        ("prod", prod),
        ("neg", neg),
        ("neg2", neg2),
        ("div", div),
        ("div2", div2),
        ("shl", shl),
        ("meth", meth),
        ("meth2", meth2),
        ("call", call),
        ("cast", cast),
        ("counter", counter),
        ("induct", induct),
        ("inner", inner),
        ("asserts", asserts),
        ("asserts2", asserts2),
        ("panics", panics),
        ("index", index),
        ("ivs", ivs),
        ("flags", flags),
        ("flags2", flags2),
        ("par", par),
        ("fields", fields),
        ("parts", parts),
        ("rows", rows),
        ("subscripts", subscripts),
        ("marked", marked),
        ("opposite", opposite),
        ("casts", casts),
        ("shifted", shifted),
        ("euclid", euclid),
        ("chosen", chosen),
        ("debug_asserts", debug_asserts),
        ("chain", chain),
        ("chain2", chain2),
    ];
    let x = vec![i32::MAX / 3 * 2; 300];
    for (name, case) in cases {
        let run = || case(&x, i32::MAX, &mut [i32::MAX; 300]);
        let (annotated, original) = (place(&run), plain(|| place(&run)));
        assert_eq!(annotated, original, "{name}");
        if cfg!(debug_assertions) {
            assert!(annotated.is_some(), "{name} panics");
            assert!(runs(name).0 > 0, "the panic of `{name}` comes from its fast form");
        }
    }
}
