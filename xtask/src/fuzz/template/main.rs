//! A batch of generated programs, each as written and with the attribute, compared.
#![allow(warnings, arithmetic_overflow, unconditional_panic)]
#![allow(clippy::all)]

mod cases;
mod driver;
mod ends;
mod fast;
mod helpers;
mod input;
mod plain;
mod rt;
mod value;

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let (mut only, mut plant, mut seed) = (None, false, 0);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--plant" => plant = true,
            "--seed" => seed = args.next().and_then(|text| text.parse().ok()).unwrap_or(0),
            _ => only = Some(arg),
        }
    }
    let settings = driver::settings();
    let mut driver = driver::Driver { seed, plant, settings, totals: Default::default(), said: std::time::Instant::now() };
    for case in cases::CASES {
        if only.as_deref().is_none_or(|name| name == case.name) {
            driver.case(case);
        }
    }
    driver.totals.print();
    std::process::exit(i32::from(!driver.totals.good()));
}
