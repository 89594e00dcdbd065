//! Spans of loops, heard by a subscriber of our own.
#![cfg(test)]

use hotloop::accel;
use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Writes down what it hears.
#[derive(Clone, Default)]
struct Ear {
    heard: Arc<Mutex<Vec<String>>>,
    number: Arc<AtomicU64>,
    /// Further handles of spans.
    clones: Arc<AtomicU64>,
    deaf: bool,
}

struct Fields<'a>(&'a mut Vec<String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() != "file" && field.name() != "line" {
            self.0.push(format!("{}={value:?}", field.name()));
        }
    }
}

impl Ear {
    fn say(&self, what: &str, id: u64, visit: impl FnOnce(&mut Fields<'_>)) {
        // What a subscriber does may itself run loops.
        double(&mut [1.0; 100]);
        let mut fields = Vec::new();
        visit(&mut Fields(&mut fields));
        self.heard.lock().unwrap().push(format!("{what} {id} {}", fields.join(" ")).trim_end().to_owned());
    }
}

impl Subscriber for Ear {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        assert_eq!((metadata.target(), metadata.name()), ("hotloop", "loop"));
        assert_eq!(*metadata.level(), Level::DEBUG);
        !self.deaf
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.number.fetch_add(1, Relaxed) + 1;
        self.say("new", id, |fields| span.record(fields));
        Id::from_u64(id)
    }
    fn record(&self, span: &Id, values: &Record<'_>) {
        self.say("record", span.into_u64(), |fields| values.record(fields));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, span: &Id) {
        self.say("enter", span.into_u64(), |_| ());
    }
    fn exit(&self, span: &Id) {
        self.say("exit", span.into_u64(), |_| ());
    }
    fn clone_span(&self, span: &Id) -> Id {
        self.clones.fetch_add(1, Relaxed);
        span.clone()
    }
    fn try_close(&self, span: Id) -> bool {
        // Handles are dropped in the reverse order.
        if self.clones.fetch_update(Relaxed, Relaxed, |n| n.checked_sub(1)).is_ok() {
            return false;
        }
        self.say("close", span.into_u64(), |_| ());
        true
    }
}

/// What is heard while `f` runs.
fn heard(f: impl FnOnce()) -> Vec<String> {
    let ear = Ear::default();
    tracing::subscriber::with_default(ear.clone(), f);
    let heard = ear.heard.lock().unwrap();
    heard.clone()
}

#[accel]
fn double(x: &mut [f64]) {
    for i in 0..x.len() {
        x[i] *= 2.0;
    }
}

#[accel]
fn two(x: &mut [f64], n: usize) -> usize {
    for i in 0..n {
        x[i] += 1.0;
    }
    double(x);
    for i in 0..x.len() {
        x[i] -= 1.0;
    }
    x.len()
}

#[accel]
fn deep(x: &mut [f64], depth: usize) {
    for i in 0..x.len() {
        x[i] += 1.0;
    }
    if depth > 0 {
        // Of no elements a loop does not run, and has no span.
        deep(&mut [], depth - 1);
        double(x);
    }
}

#[accel(parallel)]
fn whole(z: &[i64]) -> i64 {
    let mut s = 0;
    for i in 0..z.len() {
        s += z[i];
    }
    s
}

#[test]
fn each_run_is_a_span() {
    let got = heard(|| {
        two(&mut [1.0; 100], 100);
    });
    let want = [
        "new 1 function=\"two\" loop=1",
        "enter 1",
        "record 1 form=\"fast\"",
        "record 1 iterations=100",
        "exit 1",
        "close 1",
        "new 2 function=\"double\" loop=1",
        "enter 2",
        "record 2 form=\"fast\"",
        "record 2 iterations=100",
        "exit 2",
        "close 2",
        "new 3 function=\"two\" loop=2",
        "enter 3",
        "record 3 form=\"fast\"",
        "record 3 iterations=100",
        "exit 3",
        "close 3",
    ];
    assert_eq!(got, want);
}

#[test]
fn loops_as_written_say_so() {
    let got = heard(|| double(&mut [1.0; 3]));
    assert!(
        got.contains(&"record 1 form=\"fallback\"".into()) && got.contains(&"record 1 iterations=3".into())
    );
    assert!(heard(|| double(&mut [])).is_empty());
}

#[test]
fn spans_end_where_loops_panic() {
    let got = heard(|| {
        let caught = std::panic::catch_unwind(|| two(&mut [1.0; 100], 101));
        assert!(caught.is_err());
        double(&mut [1.0; 100]);
    });
    let ends = got.iter().filter(|line| line.starts_with("close")).count();
    assert_eq!(ends, 2, "{got:?}");
    let second = got.iter().position(|line| line.starts_with("new 2")).unwrap();
    assert!(got[..second].contains(&"close 1".into()), "the first is over when the second begins: {got:?}");
}

#[test]
fn a_call_without_an_iteration_leaves_the_span_of_its_caller_alone() {
    let got = heard(|| deep(&mut [1.0; 100], 1));
    let names: Vec<&str> = got.iter().filter_map(|l| l.strip_prefix("new ")?.split('"').nth(1)).collect();
    assert_eq!(names, ["deep", "double"]);
    assert_eq!(got.iter().filter(|l| l.starts_with("exit")).count(), 2);
}

#[test]
fn a_form_that_is_known_at_the_end() {
    let z: Vec<i64> = (0..100_000).collect();
    let got = heard(|| assert_eq!(whole(&z), 4_999_950_000));
    assert_eq!(got[..2], ["new 1 function=\"whole\" loop=1", "enter 1"]);
    assert!(got.contains(&"record 1 form=\"fast\"".into()), "{got:?}");
    assert_eq!(got.last().map(String::as_str), Some("close 1"));
}

#[test]
fn nobody_listens() {
    let ear = Ear { deaf: true, ..Ear::default() };
    let before = hotloop::stats().iter().map(|s| s.fast).sum::<u64>();
    tracing::subscriber::with_default(ear.clone(), || double(&mut [1.0; 100]));
    assert!(ear.heard.lock().unwrap().is_empty());
    assert!(hotloop::stats().iter().map(|s| s.fast).sum::<u64>() > before, "it is counted all the same");
    // Spans are not a profile.
    assert!(!hotloop::profile().on);
}
