use hotloop::__private::contract::*;
use xtask::ulp::{functions::*, points::Points};
fn run<C: Contract>(only: &str, n: u64) {
    for f in unary::<C>() {
        if !only.is_empty() && f.name != only {
            continue;
        }
        let mut p = Points::new(1);
        let (mut w, mut at) = (0.0, 0.0);
        let t = std::time::Instant::now();
        for i in 0..n {
            let x = p.next(&f.domain, i);
            let e = (f.exact)(x);
            if e.significand.0.is_nan() {
                println!("ref nan {} {x:e}", f.name);
                break;
            }
            let y = (f.ours)(x);
            let d = e.distance(y);
            if d > w || d.is_nan() {
                w = d;
                at = x;
                if d.is_nan() {
                    break;
                }
            }
        }
        println!(
            "{:8} {:.4} at {:e} ours {:e} exact {:e} ({:.0} ns)",
            f.name,
            w,
            at,
            (f.ours)(at),
            (f.exact)(at).rounded(),
            t.elapsed().as_secs_f64() * 1e9 / n as f64
        );
    }
    for f in binary::<C>() {
        if !only.is_empty() && f.name != only {
            continue;
        }
        let mut p = Points::new(1);
        let (mut w, mut at) = (0.0, (0.0, 0.0));
        for i in 0..n {
            let (x, y) = (p.next(&f.domains.0, i / 2), p.next(&f.domains.1, i));
            let e = (f.exact)(x, y);
            if e.significand.0.is_nan() {
                println!("ref nan {} {x:e} {y:e}", f.name);
                break;
            }
            let d = e.distance((f.ours)(x, y));
            if d > w || d.is_nan() {
                w = d;
                at = (x, y);
                if d.is_nan() {
                    break;
                }
            }
        }
        println!(
            "{:8} {:.4} at {:e} {:e} ours {:e} exact {:e}",
            f.name,
            w,
            at.0,
            at.1,
            (f.ours)(at.0, at.1),
            (f.exact)(at.0, at.1).rounded()
        );
    }
}
fn main() {
    let only = std::env::args().nth(2).unwrap_or_default();
    let n: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    run::<Strict>(&only, n);
    if std::env::args().nth(3).is_some() {
        println!("fused");
        run::<Fused>(&only, n);
        println!("short");
        run::<FusedShort>(&only, n);
    }
}
