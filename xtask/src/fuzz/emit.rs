//! The generated crate: one file per program and module, the cases, and the driver's own sources.
//!
//! In: programs. Out: a folder that cargo can build. Invariant: the bodies under `plain/` and `fast/` are the
//! same text; only the attribute's line tells them apart.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::model::{CONST, Param, Program, SCALARS, Shape, Shell, Storage};

/// The driver's sources, copied into every batch.
const DRIVER: [(&str, &str); 6] = [
    ("main.rs", include_str!("template/main.rs")),
    ("driver.rs", include_str!("template/driver.rs")),
    ("ends.rs", include_str!("template/ends.rs")),
    ("input.rs", include_str!("template/input.rs")),
    ("value.rs", include_str!("template/value.rs")),
    ("helpers.rs", include_str!("template/helpers.rs")),
];

/// Where hotloop is, or that there is none: then both modules hold the plain program.
pub(super) type Runtime<'a> = Option<&'a Path>;

/// Writes the crate.
pub(super) fn write_crate(
    dir: &Path,
    workspace: &Path,
    runtime: Runtime<'_>,
    programs: &[Program],
) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot clear {}", dir.display()))?;
    }
    for module in ["src/plain", "src/fast"] {
        fs::create_dir_all(dir.join(module))?;
    }
    fs::write(dir.join("Cargo.toml"), manifest(runtime))?;
    // The versions of the workspace, so that nothing is resolved or fetched anew.
    let lock = workspace.join("Cargo.lock");
    if lock.exists() {
        fs::copy(lock, dir.join("Cargo.lock"))?;
    }
    for (name, text) in DRIVER {
        fs::write(dir.join("src").join(name), text)?;
    }
    let rt = if runtime.is_some() {
        include_str!("template/rt_real.rs")
    } else {
        include_str!("template/rt_stub.rs")
    };
    fs::write(dir.join("src/rt.rs"), rt)?;
    write_programs(dir, runtime.is_some(), programs)
}

/// Writes what depends on the programs: called again where some of them had to be left out.
pub(super) fn write_programs(dir: &Path, attribute: bool, programs: &[Program]) -> Result<()> {
    let src = dir.join("src");
    for program in programs {
        let file = format!("{}.rs", program.name);
        fs::write(src.join("plain").join(&file), module_text(program, false))?;
        fs::write(src.join("fast").join(&file), module_text(program, attribute))?;
    }
    let list: String = programs.iter().map(|p| format!("pub mod {};\n", p.name)).collect();
    fs::write(src.join("plain/mod.rs"), format!("//! As written.\n\n{list}"))?;
    fs::write(src.join("fast/mod.rs"), format!("//! With the attribute.\n\n{list}"))?;
    fs::write(src.join("cases.rs"), cases(programs))?;
    Ok(())
}

/// The source of one program, as a report shows it.
pub(super) fn module_text(program: &Program, attribute: bool) -> String {
    format!("use crate::helpers::*;\n\n{}", wrapped(program, attribute))
}

/// The function with what stands around it.
fn wrapped(program: &Program, attribute: bool) -> String {
    let attribute = match attribute && program.annotated {
        true => format!("{}\n", program.attribute()),
        false => String::new(),
    };
    let text = match attribute.is_empty() {
        true => program.text.clone(),
        false => program.marked(),
    };
    let host = "#[derive(Clone, Copy)]\npub struct Host;\n\n";
    match program.shell {
        Shell::Associated | Shell::Method => format!("{host}impl Host {{\n{attribute}{text}}}\n"),
        Shell::Block | Shell::BlockWithMacro | Shell::Trait => {
            format!("{host}{attribute}{}", item(program, &text))
        }
        Shell::Macro => {
            // The argument's context is the caller's, also where its text is one of the macro's own names.
            let own = format!("{attribute}{text}").replace("hyg_z0", "$z");
            format!("macro_rules! make {{\n    ($z:ident) => {{\n{own}    }};\n}}\n\nmake!(z0);\n")
        }
        _ => format!("{attribute}{text}"),
    }
}

/// What the attribute is on.
pub(super) fn item(program: &Program, text: &str) -> String {
    match program.shell {
        Shell::Block => format!("impl Host {{\n{text}}}\n"),
        Shell::BlockWithMacro => format!("impl Host {{\n    nothing!();\n{text}}}\n"),
        Shell::Trait => format!("pub trait Work: Sync {{\n{text}}}\n\nimpl Work for Host {{}}\n"),
        _ => text.to_owned(),
    }
}

/// The path of a program's function, up to its arguments.
fn path(module: &str, program: &Program) -> String {
    let name = &program.name;
    let file = format!("crate::{module}::{name}");
    match program.shell {
        Shell::Associated => format!("{file}::Host::{name}"),
        Shell::Method | Shell::Block | Shell::BlockWithMacro => format!("{file}::Host.{name}"),
        Shell::Trait => format!("<{file}::Host as {file}::Work>::{name}"),
        Shell::ConstGeneric => format!("{file}::{name}::<{CONST}>"),
        _ => format!("{file}::{name}"),
    }
}

fn manifest(runtime: Runtime<'_>) -> String {
    let hotloop = match runtime {
        Some(path) => format!("hotloop = {{ path = {:?} }}\n", path.display().to_string()),
        None => String::new(),
    };
    format!(
        "[package]\nname = \"fuzz-batch\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [workspace]\n\n[dependencies]\n{hotloop}rand = \"0.10\"\nrand_chacha = \"0.10\"\n\n\
         [profile.dev]\nopt-level = 0\ndebug = 0\nincremental = false\ncodegen-units = 16\n\
         overflow-checks = true\n\n\
         [profile.dev.package.\"*\"]\nopt-level = 1\n\n\
         [profile.release]\nopt-level = 3\ndebug = 0\nincremental = false\ncodegen-units = 16\n\
         overflow-checks = false\n\n\
         [profile.wrapping]\ninherits = \"dev\"\noverflow-checks = false\n\n\
         [profile.checked]\ninherits = \"release\"\noverflow-checks = true\n"
    )
}

fn cases(programs: &[Program]) -> String {
    let mut text = String::from(
        "//! The programs of this batch.\n\nuse crate::driver::Case;\nuse crate::input::{Elem, Ends, Param, Role, Shape};\n\
         use crate::value::{Arg, Class, Value};\n\npub static CASES: &[&Case] = &[\n",
    );
    for program in programs {
        text.push_str(&format!("    &{},\n", program.name.to_uppercase()));
    }
    text.push_str("];\n");
    for program in programs {
        text.push_str(&case(program));
    }
    text
}

fn case(program: &Program) -> String {
    let name = &program.name;
    let params: Vec<String> = program.params.iter().map(|param| spec(param, program)).collect();
    let results: Vec<String> = program.results.iter().map(|class| format!("Class::{class:?}")).collect();
    format!(
        "\npub static {upper}: Case = Case {{\n    name: {name:?},\n    number: {number},\n    \
         params: &[{params}],\n    results: &[{results}],\n    parallel: {parallel},\n    \
         tolerant: {tolerant},\n    loose: {loose},\n    single: {single},\n    min_n: {min_n},\n    degree: {degree},\n    \
         tame_stride: {tame_stride},\n    ends: Ends::{ends:?},\n    plain: plain_{name},\n    fast: fast_{name},\n}};\n{plain}{fast}",
        upper = name.to_uppercase(),
        number = &name[1..],
        params = params.join(", "),
        results = results.join(", "),
        parallel = program.parallel(),
        tolerant = program.tolerant(),
        loose = program.is_loose(),
        single = program.single,
        min_n = program.min_n,
        degree = program.degree,
        tame_stride = program.features.contains("bound-stride"),
        ends = program.ends,
        plain = wrapper("plain", program),
        fast = wrapper("fast", program),
    )
}

fn spec(param: &Param, program: &Program) -> String {
    match param {
        Param::Array(array, extra) => {
            // A soft array of a program in which nothing was regrouped is compared to the bit.
            let soft = array.soft && program.tolerant();
            format!(
                "Param::Array {{ elem: Elem::{}, shape: Shape::{:?}, mult: {}, extra: {extra}, index: {}, \
                 soft: {soft}, boxed: {} }}",
                array.elem.variant(),
                // The members of a struct are filled together.
                if array.shape == Shape::Vector { Shape::Member } else { array.shape },
                array.mult,
                array.index,
                array.storage == Storage::Boxed,
            )
        }
        Param::Scalar(index) if SCALARS[*index].2 == "State" => {
            format!("Param::State {{ extra: {}, soft: {} }}", program.extra, program.tolerant())
        }
        Param::Scalar(index) => format!("Param::{}", SCALARS[*index].2),
        Param::Int(int) => {
            let ty = int.ty;
            format!(
                "Param::Int {{ bits: {ty}::BITS, signed: {}, role: Role::{:?} }}",
                ty.starts_with('i'),
                int.role
            )
        }
    }
}

/// The function that takes the arguments apart, calls the program and lists its results.
fn wrapper(module: &str, program: &Program) -> String {
    let name = &program.name;
    let slots: Vec<String> = (0..program.params.len()).map(|at| format!("a{at}")).collect();
    let mut args: Vec<String> =
        program.params.iter().zip(&slots).map(|(param, slot)| argument(param, slot)).collect();
    if program.shell == Shell::Trait {
        args.insert(0, format!("&crate::{module}::{name}::Host"));
    }
    if program.shell == Shell::Generic {
        args.push("1.5f32".to_owned());
    }
    if program.shell == Shell::Function {
        args.push("|v: f64| crate::helpers::smooth(v) + 0.5".to_owned());
    }
    let count = program.results.len();
    let names: Vec<String> = (0..count).map(|at| format!("r{at}")).collect();
    let pattern = if count == 1 { names[0].clone() } else { format!("({})", names.join(", ")) };
    let values: Vec<String> = names.iter().map(|name| format!("Value::from({name})")).collect();
    format!(
        "\nfn {module}_{name}(args: &mut [Arg]) -> Vec<Value> {{\n    let [{slots}] = args else {{ unreachable!() \
         }};\n    let {pattern} = {path}({args});\n    vec![{values}]\n}}\n",
        path = path(module, program),
        slots = slots.join(", "),
        args = args.join(", "),
        values = values.join(", "),
    )
}

fn argument(param: &Param, slot: &str) -> String {
    match param {
        Param::Int(int) => format!("*{slot}.int() as {}", int.ty),
        Param::Array(array, _) => {
            let elem = array.elem.name();
            let call = match array.shape {
                Shape::Line | Shape::Plane if array.storage == Storage::Boxed => {
                    format!("{slot}.boxed_{elem}()")
                }
                Shape::Line | Shape::Plane => format!("{slot}.{elem}s()"),
                Shape::Rows | Shape::Ragged => format!("{slot}.rows_{elem}()"),
                Shape::Cells => format!("{slot}.cells_{elem}()"),
                Shape::Fixed => format!("{slot}.fixed_{elem}()"),
                Shape::Member | Shape::Vector => format!("{slot}.parts()"),
            };
            if array.storage == Storage::Shared { format!("&*{call}") } else { call }
        }
        Param::Scalar(index) => match SCALARS[*index].1 {
            "&f64" => format!("&*{slot}.f64()"),
            "&mut i64" => format!("{slot}.i64()"),
            "&mut State" => format!("{slot}.state()"),
            ty if ty.contains("Atomic") => {
                format!("&std::sync::atomic::AtomicI64::new(*{slot}.i64())")
            }
            ty => format!("*{slot}.{ty}()"),
        },
    }
}
