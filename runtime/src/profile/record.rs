//! What is measured while a program runs.
//!
//! In: entries and ends. Out: for each function and loop, and for each node of the tree of calls, what [`snapshot`]
//! sums up.
//!
//! Invariants: each thread has a stack of frames, and a frame is taken off by the guard of the function or loop that put
//! it on, also where it unwinds. A frame's own time is its time less that of the frames right above it, so own times
//! add up to the time of the lowest frame, to the nanosecond. What a helper of a parallel loop runs stands on a frame
//! that belongs to the loop and has no time, and is summed apart. No lock of a thread's numbers is held while that of
//! the tree is waited for by somebody who holds the tree (`snapshot` lets go of it first).

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::{Function, Parallel, Profile, ProfileKind, ProfileNode, ProfileRow};
use crate::settings;
use crate::stats::{Site, UNKNOWN};

/// What is said of a run of a loop where it is counted.
pub(crate) struct Run {
    pub(crate) is_fast: bool,
    pub(crate) trip: u64,
    /// Of one iteration.
    pub(crate) bytes: u64,
}

/// What a row is about.
#[derive(Clone, Copy, Debug)]
enum Subject {
    Function(&'static Function),
    Loop(&'static Site),
}

impl Subject {
    /// Different subjects are different statics.
    fn address(self) -> usize {
        match self {
            Subject::Function(f) => std::ptr::from_ref(f).addr(),
            Subject::Loop(s) => std::ptr::from_ref(s).addr(),
        }
    }
}

/// The parent of a node without one.
const ROOT: u32 = u32::MAX;

/// What all threads share: numbers for subjects and nodes.
#[derive(Default)]
struct Tree {
    subjects: Vec<Subject>,
    numbers: HashMap<usize, u32>,
    /// Parent and subject. A parent comes before its children.
    nodes: Vec<(u32, u32)>,
    children: HashMap<(u32, u32), u32>,
    records: Vec<&'static Record>,
    /// Records whose thread has ended; their numbers stay in them.
    free: Vec<&'static Record>,
}

static TREE: LazyLock<Mutex<Tree>> = LazyLock::new(Mutex::default);
/// When the first function was called.
static START: OnceLock<Instant> = OnceLock::new();

fn tree() -> MutexGuard<'static, Tree> {
    TREE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Tree {
    /// The node of a subject that is called in node `parent`: of a function that is being called already, the node it
    /// has there.
    fn child(&mut self, parent: u32, subject: Subject) -> (u32, u32) {
        let (subjects, address) = (&mut self.subjects, subject.address());
        let number = *self.numbers.entry(address).or_insert_with(|| {
            subjects.push(subject);
            subjects.len() as u32 - 1
        });
        let mut around = parent;
        while matches!(subject, Subject::Function(_)) && around != ROOT {
            let (next, of) = self.nodes[around as usize];
            if of == number {
                return (around, number);
            }
            around = next;
        }
        let nodes = &mut self.nodes;
        let node = *self.children.entry((parent, number)).or_insert_with(|| {
            nodes.push((parent, number));
            nodes.len() as u32 - 1
        });
        (node, number)
    }
}

/// The numbers of one thread, which alone adds to them.
#[derive(Default)]
struct Record(Mutex<Thread>);

#[derive(Default)]
struct Thread {
    stack: Vec<Frame>,
    /// What `Tree::child` has answered.
    known: HashMap<(u32, usize), (u32, u32)>,
    nodes: Vec<NodeSums>,
    rows: Vec<RowSums>,
}

#[derive(Clone, Copy)]
struct Frame {
    /// `None` under what a helper runs.
    subject: Option<Subject>,
    node: u32,
    row: u32,
    is_helper: bool,
    /// Is no other frame of its subject below it?
    is_outermost: bool,
    start: u64,
    /// The time of the frames right above it.
    inner: u64,
    /// Of a loop: was its run counted, and what is known of it?
    counted: bool,
    is_fast: bool,
    trip: u64,
    bytes: u64,
}

#[derive(Clone, Copy, Default)]
struct NodeSums {
    calls: u64,
    own: u64,
    helpers: u64,
}

/// Times are nanoseconds.
#[derive(Clone, Copy, Default)]
struct RowSums {
    active: u32,
    calls: u64,
    cumulative: u64,
    own: u64,
    helpers: u64,
    fast: u64,
    fallback: u64,
    iterations: u64,
    uncounted: u64,
    bytes: u64,
    bytes_time: u64,
    regions: u64,
    wall: u64,
    available: u64,
    busy: u64,
}

thread_local! {
    /// This thread's record. Without a destructor, so that it is there to the end.
    static RECORD: Cell<Option<&'static Record>> = const { Cell::new(None) };
    /// Hands the record on when the thread ends.
    static OWNER: Owner = const { Owner };
}

struct Owner;

impl Drop for Owner {
    fn drop(&mut self) {
        if let Some(record) = RECORD.take() {
            tree().free.push(record);
        }
    }
}

/// The numbers of this thread.
fn thread() -> MutexGuard<'static, Thread> {
    let record = RECORD.get().unwrap_or_else(|| {
        // A thread that is past the destruction of its locals keeps the record that it gets now.
        let _ = OWNER.try_with(|_| ());
        let mut tree = tree();
        let record = tree.free.pop().unwrap_or_else(|| {
            let record: &'static Record = Box::leak(Box::default());
            tree.records.push(record);
            record
        });
        RECORD.set(Some(record));
        record
    });
    record.0.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Nanoseconds since the first function was called. Only spans do without a clock, which not every platform has.
fn now() -> u64 {
    if settings::profile().is_none() {
        return 0;
    }
    u64::try_from(START.get_or_init(Instant::now).elapsed().as_nanos()).unwrap_or(u64::MAX)
}

/// A function is entered.
#[cold]
pub(crate) fn enters(function: &'static Function) {
    #[cfg(feature = "tracing")]
    super::span::enters();
    if settings::profile().is_some() {
        thread().push(Subject::Function(function));
    }
}

/// The function that was entered last is left.
#[cold]
pub(super) fn leaves() {
    #[cfg(feature = "tracing")]
    super::span::leaves();
    if settings::profile().is_some() {
        let end = now();
        let mut thread = thread();
        while thread.pop(end).is_some_and(|subject| matches!(subject, Subject::Loop(_))) {}
    }
}

/// A loop begins whose form is not known yet.
#[cold]
pub(crate) fn begins(site: &'static Site) {
    #[cfg(feature = "tracing")]
    super::span::begins(site);
    if settings::profile().is_some() {
        thread().begin(site);
    }
}

/// A loop is counted: its run begins, or has begun with `begins`.
#[cold]
pub(crate) fn ran(site: &'static Site, run: &Run) {
    #[cfg(feature = "tracing")]
    super::span::ran(site, run);
    if settings::profile().is_none() {
        return;
    }
    let mut thread = thread();
    thread.begin(site);
    if let Some(top) = thread.stack.last_mut() {
        (top.counted, top.is_fast, top.trip, top.bytes) = (true, run.is_fast, run.trip, run.bytes);
    }
}

/// The loop on top, if one is, has ended. (It is none if the loop had no iteration, or ran in a plain function.)
#[cold]
pub(super) fn ends() {
    #[cfg(feature = "tracing")]
    super::span::ends();
    if settings::profile().is_some() {
        let end = now();
        let mut thread = thread();
        if thread.stack.last().is_some_and(|top| matches!(top.subject, Some(Subject::Loop(_)))) {
            thread.pop(end);
        }
    }
}

impl Thread {
    fn is_on_top(&self, site: &'static Site) -> bool {
        self.stack
            .last()
            .is_some_and(|top| matches!(top.subject, Some(Subject::Loop(of)) if std::ptr::eq(of, site)))
    }

    /// The loop is on top, in a run that is not counted yet.
    fn begin(&mut self, site: &'static Site) {
        let is_counted = self.stack.last().is_some_and(|top| top.counted);
        // The second run of a loop that is verified: the first has not been left.
        if self.is_on_top(site) && is_counted {
            self.pop(now());
        }
        if !self.is_on_top(site) {
            self.push(Subject::Loop(site));
        }
    }

    fn push(&mut self, subject: Subject) {
        let (parent, is_helper) = self.stack.last().map_or((ROOT, false), |top| (top.node, top.is_helper));
        let key = (parent, subject.address());
        let (node, row) = *self.known.entry(key).or_insert_with(|| tree().child(parent, subject));
        let sums = of(&mut self.rows, row);
        sums.active += 1;
        self.stack.push(Frame {
            subject: Some(subject),
            node,
            row,
            is_helper,
            is_outermost: sums.active == 1,
            start: 0,
            inner: 0,
            counted: false,
            is_fast: false,
            trip: UNKNOWN,
            bytes: UNKNOWN,
        });
        // Last, so that as little as may be of this is in its time.
        let start = now();
        if let Some(top) = self.stack.last_mut() {
            top.start = start;
        }
    }

    /// Takes off the frame on top, and adds up what is known of it. Not what a helper stands on.
    fn pop(&mut self, end: u64) -> Option<Subject> {
        let frame = self.stack.pop_if(|top| top.subject.is_some())?;
        let time = end.saturating_sub(frame.start);
        let own = time.saturating_sub(frame.inner);
        if let Some(below) = self.stack.last_mut() {
            below.inner += time;
        }
        let node = of(&mut self.nodes, frame.node);
        node.calls += 1;
        *if frame.is_helper { &mut node.helpers } else { &mut node.own } += own;
        let row = of(&mut self.rows, frame.row);
        row.active -= 1;
        row.calls += 1;
        *if frame.is_helper { &mut row.helpers } else { &mut row.own } += own;
        if frame.is_outermost && !frame.is_helper {
            row.cumulative += time;
        }
        if frame.counted {
            row.count(&frame, time);
        }
        frame.subject
    }
}

impl RowSums {
    fn count(&mut self, frame: &Frame, time: u64) {
        *if frame.is_fast { &mut self.fast } else { &mut self.fallback } += 1;
        match frame.trip {
            UNKNOWN => self.uncounted += 1,
            trip => self.iterations = self.iterations.saturating_add(trip),
        }
        if frame.bytes != UNKNOWN && frame.trip != UNKNOWN {
            self.bytes = self.bytes.saturating_add(frame.bytes.saturating_mul(frame.trip));
            self.bytes_time += time;
        }
    }

    fn add(&mut self, other: &RowSums) {
        self.calls += other.calls;
        self.cumulative += other.cumulative;
        self.own += other.own;
        self.helpers += other.helpers;
        self.fast += other.fast;
        self.fallback += other.fallback;
        self.iterations = self.iterations.saturating_add(other.iterations);
        self.uncounted += other.uncounted;
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.bytes_time += other.bytes_time;
        self.regions += other.regions;
        self.wall += other.wall;
        self.available += other.available;
        self.busy += other.busy;
    }
}

/// The sums of a number; the list grows to it.
fn of<T: Clone + Default>(list: &mut Vec<T>, number: u32) -> &mut T {
    let number = number as usize;
    if list.len() <= number {
        list.resize(number + 1, T::default());
    }
    &mut list[number]
}

/// A parallel region that is measured.
pub(crate) struct Watch {
    start: u64,
    /// Where the region belongs: the node and row of the loop that opened it.
    node: u32,
    row: u32,
    busy: AtomicU64,
}

/// Of the region that the current loop opens; `None` if nobody asked, or in no loop.
pub(crate) fn watch() -> Option<Watch> {
    if !settings::hooks() || settings::profile().is_none() {
        return None;
    }
    let (node, row) = thread().stack.last().map(|top| (top.node, top.row))?;
    Some(Watch { start: now(), node, row, busy: AtomicU64::new(0) })
}

impl Watch {
    /// This thread is at work in the region until the result is dropped.
    pub(crate) fn busy(&self) -> impl Drop + '_ {
        struct Busy<'a>(&'a Watch, u64);
        impl Drop for Busy<'_> {
            fn drop(&mut self) {
                self.0.busy.fetch_add(now().saturating_sub(self.1), Relaxed);
            }
        }
        Busy(self, now())
    }

    /// This thread helps: what it runs belongs to the loop, until the result is dropped.
    pub(crate) fn within(&self) -> impl Drop {
        struct Within;
        impl Drop for Within {
            fn drop(&mut self) {
                let end = now();
                let mut thread = thread();
                while thread.pop(end).is_some() {}
                thread.stack.pop();
            }
        }
        let (start, inner, trip, bytes) = (now(), 0, UNKNOWN, UNKNOWN);
        let (node, row, is_helper) = (self.node, self.row, true);
        thread().stack.push(Frame {
            subject: None,
            node,
            row,
            is_helper,
            is_outermost: false,
            start,
            inner,
            counted: false,
            is_fast: false,
            trip,
            bytes,
        });
        Within
    }

    /// The region is closed; it could have had so many threads.
    pub(crate) fn finish(&self, threads: u64) {
        let wall = now().saturating_sub(self.start);
        let mut thread = thread();
        let row = of(&mut thread.rows, self.row);
        row.regions += 1;
        row.wall += wall;
        row.available += wall.saturating_mul(threads);
        row.busy += self.busy.load(Relaxed);
    }
}

/// The sums over all threads.
pub(super) fn snapshot() -> Profile {
    let (subjects, nodes, records) = {
        let tree = tree();
        (tree.subjects.clone(), tree.nodes.clone(), tree.records.clone())
    };
    let mut rows = vec![RowSums::default(); subjects.len()];
    let mut sums = vec![NodeSums::default(); nodes.len()];
    for record in records {
        let thread = record.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What came after the tree was read is left for the next time.
        rows.iter_mut().zip(&thread.rows).for_each(|(row, more)| row.add(more));
        for (node, more) in sums.iter_mut().zip(&thread.nodes) {
            node.calls += more.calls;
            node.own += more.own;
            node.helpers += more.helpers;
        }
    }
    let mut order: Vec<usize> =
        (0..rows.len()).filter(|&r| rows[r].calls > 0 || rows[r].regions > 0).collect();
    order.sort_by_key(|&r| std::cmp::Reverse((rows[r].own + rows[r].helpers, rows[r].cumulative)));
    let mut place = vec![None; rows.len()];
    order.iter().enumerate().for_each(|(n, &r)| place[r] = Some(n));
    let wall = START.get().map(Instant::elapsed).unwrap_or_default();
    let tree = nodes_of(&nodes, &sums, &place);
    Profile { on: true, wall, rows: order.iter().map(|&r| row_of(subjects[r], &rows[r])).collect(), tree }
}

fn row_of(subject: Subject, sums: &RowSums) -> ProfileRow {
    let (kind, function, file, line, first_failed) = match subject {
        Subject::Function(f) => (ProfileKind::Function, f.name, f.file, f.line, None),
        Subject::Loop(site) => {
            let (function, file, line, id) = site.parts();
            (ProfileKind::Loop(id), function, file, line, site.first_failed())
        }
    };
    let time = Duration::from_nanos;
    ProfileRow {
        kind,
        function,
        file,
        line,
        calls: sums.calls,
        cumulative: time(sums.cumulative),
        own: time(sums.own),
        helpers: time(sums.helpers),
        iterations: sums.iterations,
        uncounted: sums.uncounted,
        bytes: sums.bytes,
        bytes_time: time(sums.bytes_time),
        fast: sums.fast,
        fallback: sums.fallback,
        first_failed,
        parallel: (sums.regions > 0).then(|| Parallel {
            regions: sums.regions,
            wall: time(sums.wall),
            available: time(sums.available),
            busy: time(sums.busy),
        }),
    }
}

/// The nodes under which anything has ended, in the order of their numbers.
fn nodes_of(nodes: &[(u32, u32)], sums: &[NodeSums], place: &[Option<usize>]) -> Vec<ProfileNode> {
    let mut cumulative: Vec<u64> = sums.iter().map(|s| s.own).collect();
    let mut shown: Vec<bool> = sums.iter().map(|s| s.calls > 0).collect();
    for (n, &(parent, _)) in nodes.iter().enumerate().rev() {
        if parent != ROOT {
            cumulative[parent as usize] += cumulative[n];
            shown[parent as usize] |= shown[n];
        }
    }
    let mut at = vec![None; nodes.len()];
    let mut tree = Vec::new();
    for (n, &(parent, row)) in nodes.iter().enumerate() {
        // Below a function that has not returned yet there may be some that have: they wait for it.
        let (true, Some(row)) = (shown[n], place[row as usize]) else { continue };
        at[n] = Some(tree.len());
        tree.push(ProfileNode {
            parent: (parent != ROOT).then(|| at[parent as usize]).flatten(),
            row,
            calls: sums[n].calls,
            own: Duration::from_nanos(sums[n].own),
            helpers: Duration::from_nanos(sums[n].helpers),
            cumulative: Duration::from_nanos(cumulative[n]),
        });
    }
    tree
}
