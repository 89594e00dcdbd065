//! What a page shows of a file, as data: the templates read nothing else.

use super::highlight::Piece;
use super::marks::{self, Mark};
use hotloop_compiler::report::Verdict;

/// Lines of code.
pub type Code = Vec<Vec<Piece>>;

/// A file.
#[derive(Debug, Default)]
pub struct Source {
    /// Its lines, in blocks of which some are folded.
    pub blocks: Vec<Block>,
    /// Its annotated functions.
    pub functions: Vec<String>,
    /// All loops: anchor, id, line, mark, the first reason why not more.
    pub loops: Vec<LoopEntry>,
    /// How many accesses need no check, are guarded, are checked.
    pub accesses: [usize; 3],
    /// How many errors there are.
    pub errors: usize,
}

/// A loop, as it is listed.
#[derive(Clone, Debug)]
pub struct LoopEntry {
    pub anchor: String,
    pub id: String,
    pub line: usize,
    pub verdict: Verdict,
    pub mark: Mark,
    pub why: Option<String>,
}

/// Lines that are shown or folded together.
#[derive(Debug)]
pub struct Block {
    pub folded: bool,
    pub lines: Vec<Line>,
}

impl Block {
    /// The numbers of its first and its last line.
    pub fn range(&self) -> (usize, usize) {
        (self.lines.first().map_or(0, |l| l.number), self.lines.last().map_or(0, |l| l.number))
    }
}

/// A line.
#[derive(Debug, Default)]
pub struct Line {
    pub number: usize,
    /// Is it in an annotated function?
    pub inside: bool,
    /// How its loop runs, whether that is for vectors, how accesses are kept in bounds.
    pub run: Option<Mark>,
    pub vectors: Option<Mark>,
    pub bounds: Option<Mark>,
    /// Is it the head of a loop?
    pub head: bool,
    /// Are its details shown at once?
    pub open: bool,
    pub pieces: Vec<Piece>,
    pub detail: Detail,
}

impl Line {
    /// The marks, from left to right.
    pub fn marks(&self) -> [Mark; 3] {
        [self.run, self.vectors, self.bounds].map(|mark| mark.unwrap_or(marks::NONE))
    }
}

/// What there is to say of a line.
#[derive(Debug, Default)]
pub struct Detail {
    pub functions: Vec<FunctionHead>,
    pub loops: Vec<LoopView>,
    pub accesses: Vec<AccessView>,
    pub remarks: Vec<RemarkView>,
    /// What LLVM says.
    pub llvm: Vec<RemarkView>,
    /// What of the fast form comes from this one: pieces of code, each with its lines.
    pub code: Vec<FastView>,
    /// The instructions that come from this line, by level.
    pub asm: Vec<AsmView>,
}

impl Detail {
    /// Is there nothing?
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty()
            && self.loops.is_empty()
            && self.accesses.is_empty()
            && self.remarks.is_empty()
            && self.llvm.is_empty()
            && self.code.is_empty()
            && self.asm.is_empty()
    }
}

/// A function, at the line of its name.
#[derive(Debug)]
pub struct FunctionHead {
    pub path: String,
    pub notes: Vec<&'static str>,
}

/// Code of the fast form, and the levels that have it.
#[derive(Debug)]
pub struct FastView {
    /// Empty where it is the same at all levels.
    pub levels: String,
    pub code: Code,
}

/// A loop, at the line of its head.
#[derive(Debug)]
pub struct LoopView {
    pub anchor: String,
    pub id: String,
    pub title: String,
    pub mark: Mark,
    /// Class, label, text.
    pub rows: Vec<(&'static str, String, String)>,
    /// The parts of its expansion: title and lines.
    pub parts: Vec<(String, Code)>,
    pub asm: Vec<AsmView>,
    /// Why there is no machine code.
    pub no_asm: Option<String>,
}

/// An access.
#[derive(Debug)]
pub struct AccessView {
    pub text: String,
    pub what: &'static str,
    pub mark: Mark,
    pub bounds: String,
    /// The conditions that it rests on.
    pub on: Vec<String>,
    /// Unsafe helpers, and why they may be called.
    pub helpers: Vec<(String, String)>,
}

/// A remark of ours or of LLVM's.
#[derive(Debug)]
pub struct RemarkView {
    /// `passed`, `missed`, `analysis` or `error`.
    pub kind: &'static str,
    pub by: &'static str,
    pub text: String,
    pub help: Option<String>,
}

/// Machine code.
#[derive(Clone, Debug)]
pub struct AsmView {
    pub level: &'static str,
    pub summary: String,
    pub symbol: String,
    /// Class and text.
    pub rows: Vec<(&'static str, String)>,
}
