//! `annotate`: the pages, in a browser.

mod browser;
mod common;

use browser::{Browser, DESKTOP, PHONE, key};
use common::{bad, good, run, run_in, tests, text};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A folder for pages that is empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pages-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// The source as the page of it shows it.
fn shown(browser: &Browser) -> String {
    browser.text("return [...document.querySelectorAll('.src')].map(e => e.textContent + '\\n').join('')")
}

const BACKGROUND: &str = "return getComputedStyle(document.body).backgroundColor";

#[test]
fn a_line_opens_what_is_known_of_it() {
    let folder = folder("fixture");
    let said = good(&["annotate", "--asm", "--remarks", "-o", folder.to_str().unwrap()]);
    assert_eq!(said, format!("5 pages and {}\n", folder.join("index.html").display()));
    let browser = Browser::open(&folder.join("src-kernels.rs.html"));
    let source = std::fs::read_to_string(tests().join("fixture/src/kernels.rs")).unwrap();
    assert_eq!(shown(&browser), source);
    // The head of a loop: its remarks, its code, its machine code at each level.
    let panel = |line: usize| format!("#L{line} .panel");
    assert!(!browser.holds("return document.getElementById('L8').open"));
    browser.click("#L8 > summary");
    let open = browser.text(&format!("return document.querySelector('{}').innerText", panel(8)));
    for part in [
        "loop #1 over i: parallel",
        "kernels::softmax#1",
        "sum: reduction +, 32 lanes",
        "z.len() is the number of its elements",
        "at of z[i], line 9: in bounds by the guard; the loop only reads what is in it",
        "Expanded: guard",
        "LLVM: passed",
    ] {
        assert!(open.contains(part), "{part}: {open}");
    }
    browser.click("#L8 .part:nth-of-type(2) > summary");
    let code = browser.text("return document.querySelector('#L8 .part:nth-of-type(2) .block').innerText");
    assert!(code.contains("unsafe { hl_v0.at(hl_at0) }"), "{code}");
    let asm =
        browser.text("return [...document.querySelectorAll('#L8 .asm')].map(e => e.textContent).join('\\n')");
    assert!(cfg!(not(target_arch = "x86_64")) || (asm.contains("%ymm") && asm.contains("%zmm")), "{asm}");
    // An access: how it is kept in bounds, and its code.
    browser.click("#L28 > summary");
    let open = browser.text(&format!("return document.querySelector('{}').innerText", panel(28)));
    for part in [
        "[A0301]",
        "if the old values would do",
        "reads a[i - 1]: guarded",
        "a.len() - 2 < a.len()",
        "hl_v0.get(hl_at0)",
        "This line in the fast form",
    ] {
        assert!(open.contains(part), "{part}: {open}");
    }
    // Its machine code stands with its code, for each level.
    let levels = "return [...document.querySelectorAll('#L28 .part .part > summary')].map(e => e.textContent).join('|')";
    let levels = browser.text(levels);
    for level in ["baseline", "x86-64-v3", "x86-64-v4"] {
        let is_there = levels.contains(&format!("Its machine code, {level}: "));
        assert!(cfg!(not(target_arch = "x86_64")) || is_there, "{level}: {levels}");
    }
    browser.click("#L28 > summary");
    assert!(!browser.holds("return document.getElementById('L28').open"));
    // What stays as written says why.
    assert!(browser.text("return document.getElementById('L39').textContent").contains("[A0211]"));
    marks(&browser);
    browser.is_quiet();
    browser.go(&folder.join("index.html"));
    assert!(browser.text("return document.body.innerText").contains("16 loops"));
    browser.click("a[href$='kernels::running-1']");
    assert!(browser.holds("return document.getElementById('L27').open"), "a link opens the line");
    browser.is_quiet();
}

/// A color alone says nothing: there is a letter beside it.
fn marks(browser: &Browser) {
    let bare = "return [...document.querySelectorAll('[class*=run-]')].filter(l => !l.querySelector('.mark').textContent).length";
    assert_eq!(browser.script(bare), 0);
    let letters = "return [...document.querySelectorAll('.line.head')].map(l => l.id + ' ' + \
                   [...l.querySelectorAll('summary > .gutter .mark')].map(m => m.textContent || '-').join(''))";
    let heads: Vec<String> = serde_json::from_value(browser.script(letters)).unwrap();
    for head in ["L8 PV-", "L11 PV-", "L19 SV-", "L27 S--", "L36 W--"] {
        assert!(cfg!(not(target_arch = "x86_64")) || heads.contains(&head.to_owned()), "{head}: {heads:?}");
    }
    assert_eq!(browser.text("return document.querySelector('#L28 .mark:nth-of-type(5)').textContent"), "G");
}

#[test]
fn each_level_has_its_own_code() {
    let folder = folder("levels");
    good(&["annotate", "--file", "../files/levels.rs", "-o", folder.to_str().unwrap()]);
    let page = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path());
    let browser = Browser::open(&page.into_iter().find(|p| !p.ends_with("index.html")).unwrap());
    browser.click("#L6 > summary");
    // What is the same in all of them is there once, and a level is named where it has its own. (The line is there as
    // the look at a block's arguments, and as the block's long and short form.)
    assert_eq!((browser.count("#L6 .part .block"), browser.count("#L6 .part .symbol")), (3, 0));
    let parts = |line: &str| {
        browser.text(&format!(
            "return [...document.querySelectorAll('{line} .part > summary')].map(e => e.textContent).join('|')",
        ))
    };
    // The highest level alone has registers for the iterations of a function side by side.
    let forms = |of: &[&str]| {
        let forms: Vec<String> = of.iter().map(|of| format!("Expanded: fast form, {of}")).collect();
        format!("Expanded: guard|{}|Expanded: as written", forms.join("|"))
    };
    assert_eq!(parts("#L5"), forms(&["baseline", "x86-64-v3", "x86-64-v4"]));
    assert_eq!(parts("#L12"), forms(&["baseline", "x86-64-v3, x86-64-v4"]));
    let fused = "return [...document.querySelectorAll('#L5 .part .block')].map(e => e.textContent.includes('Fused')).join()";
    assert_eq!(
        browser.text(fused),
        "false,false,true,true,false",
        "only the upper levels have the instruction"
    );
    browser.is_quiet();
}

/// What `--asm` and `--remarks` need comes from one build.
#[test]
#[cfg(unix)]
fn one_build_is_enough() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("once");
    std::fs::create_dir_all(&folder).unwrap();
    let (script, log) = (folder.join("cargo.sh"), folder.join("log"));
    let cargo = std::env::var("CARGO").unwrap();
    std::fs::write(
        &script,
        format!("#!/bin/sh\necho \"$1\" >> '{}'\nexec '{cargo}' \"$@\"\n", log.display()),
    )
    .unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let pages = folder.join("pages");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-hotloop"))
        .args(["annotate", "--lib", "--asm", "--remarks", "-o", pages.to_str().unwrap()])
        .current_dir(tests().join("fixture"))
        .env("CARGO", &script)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixture"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let builds = std::fs::read_to_string(&log).unwrap().lines().filter(|l| *l == "rustc").count();
    assert_eq!(builds, 1);
    let page = std::fs::read_to_string(pages.join("src-kernels.rs.html")).unwrap();
    assert!(page.contains("Machine code, ") && page.contains("vectorized loop"), "both are there");
}

#[test]
fn keys_and_themes() {
    let folder = folder("keys");
    good(&["annotate", "-o", folder.to_str().unwrap()]);
    let browser = Browser::open(&folder.join("src-kernels.rs.html"));
    let here = "return document.activeElement.closest('.line')?.id ?? ''";
    browser.press(&["n"]);
    assert_eq!(browser.text(here), "L8");
    browser.press(&["n", "n"]);
    assert_eq!(browser.text(here), "L19");
    browser.press(&["p", key::ENTER]);
    assert_eq!(browser.text(here), "L11");
    assert!(browser.holds("return document.getElementById('L11').open"));
    browser.press(&[key::TAB]);
    assert!(browser.holds("return !!document.activeElement.closest('#L11 .part')"), "the parts come next");
    // By the system, by key, by button; and kept.
    browser.prefers("light");
    assert_eq!(browser.text(BACKGROUND), "rgb(255, 255, 255)");
    browser.prefers("dark");
    assert_eq!(browser.text(BACKGROUND), "rgb(13, 17, 23)");
    browser.press(&["t"]);
    assert_eq!(browser.text(BACKGROUND), "rgb(255, 255, 255)");
    browser.click("[data-do=theme]");
    assert_eq!(browser.text(BACKGROUND), "rgb(13, 17, 23)");
    assert_eq!(browser.text("return document.querySelector('[data-do=theme]').ariaPressed"), "true");
    browser.prefers("light");
    // The next page may be another process, which hears of what was stored only after a while. It never hears of what was not.
    let next = folder.join("src-lib.rs.html");
    let background = browser.go_until(&next, |b| b.text(BACKGROUND), "rgb(13, 17, 23)");
    assert_eq!(background, "rgb(13, 17, 23)", "what was chosen is kept");
    browser.click("[data-do=open]");
    assert_eq!(browser.count("details.line:not([open])"), 0);
    browser.click("[data-do=close]");
    assert_eq!(browser.count("details.line[open]"), 0);
    browser.is_quiet();
}

/// The least contrast of a text with what is behind it, and which text that is.
const CONTRAST: &str = r"
    const channels = (c) => c.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
    const behind = (e) => {
        for (; e; e = e.parentElement) {
            const c = channels(getComputedStyle(e).backgroundColor);
            if (c.length < 4 || c[3] === 1) return c;
        }
    };
    let worst = [100, ''];
    for (const e of document.querySelectorAll('body *')) {
        const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        if (!own || !e.checkVisibility()) continue;
        const [a, b] = [light(channels(getComputedStyle(e).color)), light(behind(e))].sort((a, b) => b - a);
        const contrast = (a + 0.05) / (b + 0.05);
        if (contrast < worst[0]) worst = [contrast, e.outerHTML.slice(0, 120)];
    }
    return worst";

#[test]
fn narrow_and_legible() {
    let folder = folder("narrow");
    good(&["annotate", "--remarks", "-o", folder.to_str().unwrap()]);
    let browser = Browser::open(&folder.join("index.html"));
    for page in ["index.html", "src-kernels.rs.html", "src-grid-mod.rs.html"] {
        browser.go(&folder.join(page));
        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        for size in [DESKTOP, PHONE] {
            browser.size(size);
            assert_eq!(browser.overflow(), 0, "{page} at {size:?}");
            let wide = "return [...document.querySelectorAll('.panel')].filter(p => p.getBoundingClientRect().right > innerWidth).length";
            assert_eq!(browser.script(wide), 0, "{page}: the details fit the window, whatever the code does");
        }
        for scheme in ["light", "dark"] {
            browser.prefers(scheme);
            let worst = browser.script(CONTRAST);
            assert!(worst[0].as_f64().unwrap() >= 4.5, "{page}, {scheme}: {worst}");
        }
    }
    // The measure can fail.
    browser.prefers("light");
    browser.script("document.querySelector('h1').style.color = 'rgb(190, 190, 190)'");
    assert!(browser.script(CONTRAST)[0].as_f64().unwrap() < 2.0);
    browser.is_quiet();
}

/// Everything that could be taken for something else: a mark of order of bytes, both ends of lines, tabs, quotes, tags,
/// entities, ends of scripts and of comments, raw names, letters of other alphabets, text that turns around.
const HOSTILE: &str = "\u{feff}//! </script><script>window.pwned = 1</script> <!-- & &lt; \" ' ` {{ x }} {% y %}\r\n\
#[hotloop::accel]\r\n\
pub fn r#match(größe: &mut [f64], r#type: &str) {\r\n\
\tfor i in 0..größe.len() { // <img src=x onerror=\"window.pwned = 2\"> \u{202e}'\r\n\
\t\tgröße[i] += \"<b>&amp;</b>\".len() as f64; let _ = '\"'; let _ = r#\"</style></title>\"#;\r\n\
\t}\r\n\
}\r\n\
#[hotloop::accel]\r\n\
pub fn plain<'a>(x: &'a mut [f64], n: usize) where f64: Copy {\r\n\
\tfor i in 0..n { if x[i] < 0.0 && n > 2 { x[i] = 日本(\"</details>\", x[i]); } }\r\n\
}\r\n";

#[test]
fn sources_are_text() {
    let folder = folder("hostile");
    std::fs::create_dir_all(&folder).unwrap();
    let name = "a <b>&amp;'\" 日本 %41 #1.rs";
    std::fs::write(folder.join(name), HOSTILE).unwrap();
    let output = run_in(&folder, &["annotate", "--file", name, "-o", "pages <i>"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let browser = Browser::open(&folder.join("pages <i>/index.html"));
    assert!(browser.holds("return document.body.innerText.includes('plain#1')"));
    browser.click("h2 a");
    assert_eq!(browser.text("return document.querySelector('h1').textContent"), name);
    let expected = HOSTILE.replace("\r\n", "\n").replace('\u{feff}', "").replace('\u{202e}', "U+202E");
    assert_eq!(shown(&browser), expected);
    assert_eq!(browser.script("return window.pwned ?? null"), Value::Null);
    assert_eq!((browser.count("script"), browser.count("img"), browser.count("b > i, .src b")), (1, 0, 0));
    browser.click("[data-do=open]");
    let all = browser.text("return document.body.textContent");
    assert!(all.contains("</details>") && !all.contains("&amp;lt;") && !all.contains("&#"), "{all}");
    browser.is_quiet();
    // And if something got in, no script of it would run.
    browser.script("const s = document.createElement('script'); s.textContent = 'window.pwned = 3'; document.body.append(s)");
    assert_eq!(browser.script("return window.pwned ?? null"), Value::Null);
}

#[test]
fn what_is_refused_has_a_page() {
    let folder = folder("refused");
    let out = folder.to_str().unwrap();
    let output = run(&["annotate", "--file", "../files/refused.rs", "-o", out]);
    assert_eq!(output.status.code(), Some(1));
    let page =
        std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).find(|p| !p.ends_with("index.html"));
    let browser = Browser::open(&page.unwrap());
    let error = browser.text("return document.querySelector('.remark.error').textContent");
    assert!(error.contains("hotloop: error") && error.contains("[A0301]"), "{error}");
    assert!(browser.text("return document.body.innerText").contains("1 error"));
    let letters = "return [...document.querySelectorAll('.line[open] > summary .mark')].map(m => m.textContent).join('')";
    assert_eq!(browser.text(letters), "W!", "nothing was done to its loop");
    browser.is_quiet();
}

#[test]
fn statements_and_choices_of_functions() {
    let folder = folder("statements");
    let out = folder.to_str().unwrap();
    good(&["annotate", "--file", "../files/statements.rs", "-o", out]);
    let index = std::fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(index.contains("Grid::halve::map! self.0[..]#1"), "{index}");
    let page =
        std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).find(|p| !p.ends_with("index.html"));
    let browser = Browser::open(&page.unwrap());
    browser.click("#L25 > summary");
    let unseen = browser.text("return document.querySelector('#L25').innerText");
    assert!(unseen.contains('?') && unseen.contains("not seen a map! that may be hotloop's"), "{unseen}");
    assert!(browser.text("return document.querySelector('#L7').className").contains("run-parallel"));
    browser.is_quiet();
    assert!(index.contains("may be hotloop&#39;s") && index.contains("4 loops"), "{index}");
    // Nothing but the functions that were named, and no file that has none of them.
    let folder = self::folder("chosen");
    let said = good(&["annotate", "softmax", "-o", folder.to_str().unwrap()]);
    assert!(said.starts_with("1 page and "), "{said}");
    assert!(bad(&["annotate", "softmx", "-o", out], 2).contains("did you mean `kernels::softmax`?"));
    let file = folder.join("src-kernels.rs.html");
    assert!(bad(&["annotate", "softmax", "-o", file.to_str().unwrap()], 4).contains("cannot make"));
    let help = good(&["annotate", "--help"]);
    assert!(help.contains("Examples:") && help.contains("--asm"), "{help}");
}
