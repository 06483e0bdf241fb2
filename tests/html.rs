//! The HTML report: as it is committed, and as a browser shows it. Where there is no Chromium the latter is skipped, but fails if
//! `CI` is set.
//!
//! `HTML=overwrite cargo test -p wirecheck-tests --test html committed` writes `reports/index.html` anew, as a run of the
//! main job does.

#[path = "html/browser.rs"]
mod browser;
#[allow(unreachable_pub, reason = "each test binary uses its part")]
mod support;

use browser::visit;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use wirecheck::matrix::{BackendKind, Outcome};
use wirecheck::report::html::Page;
use wirecheck::report::{Compat, CompatRow, Timing, TypeRow};
use wirecheck_rules::FORMATS;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A report with everything there can be.
fn example() -> (Compat, Timing) {
    let read = |name: &str| root().join("harness/src/report/examples").join(name);
    let compat = Compat::read(&read("compat.ron")).unwrap().unwrap();
    (compat, Timing::read(&read("timing.ron")).unwrap().unwrap())
}

fn page() -> String {
    let (compat, timing) = example();
    Page::new(&compat).timing(&timing).sections(&[wirecheck_fixtures::gallery::section()]).to_html()
}

/// The browser. `None` where there is none, which fails the test where `CI` is set.
fn the_browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    let found = browser_or_reason(&path, is_ci).unwrap_or_else(|error| panic!("{error}"));
    if found.is_none() {
        support::skipped("there is no chromium, chromium-browser or google-chrome");
    }
    found
}

/// The browser in a `PATH`, `None` where a test may be skipped, and an error where it must not.
fn browser_or_reason(path: &OsStr, is_ci: bool) -> Result<Option<PathBuf>, &'static str> {
    match browser::find(path) {
        None if is_ci => Err("CI is set and there is no browser: `bash .ci/install chromium`"),
        found => Ok(found),
    }
}

#[test]
fn a_missing_browser_fails_where_ci_is_set() {
    let nothing = tempfile::tempdir().unwrap();
    let path = nothing.path().as_os_str();
    assert_eq!(browser_or_reason(path, false), Ok(None));
    assert!(browser_or_reason(path, true).unwrap_err().contains(".ci/install chromium"));
    fs::write(nothing.path().join("chromium-browser"), "").unwrap();
    assert_eq!(browser_or_reason(path, true), Ok(Some(nothing.path().join("chromium-browser"))));
}

/// The answer of a page whose console stays silent. `None` where there is no browser.
fn ask(html: &str, hash: &str, width: u32, question: &str) -> Option<Value> {
    let browser = the_browser()?;
    let visit = visit(&browser, html, hash, width, question);
    assert_eq!(visit.console, [""; 0], "{question}");
    Some(visit.answer)
}

#[test]
fn the_committed_page_is_fresh() {
    let suite = wirecheck_fixtures::suite();
    let compat = Compat::read(&root().join("reports/compat.ron")).unwrap().expect("reports/compat.ron");
    let sections = [wirecheck_fixtures::gallery::section()];
    let fresh = Page::new(&compat).workloads(&suite).sections(&sections).to_html();
    let path = root().join("reports/index.html");
    if std::env::var_os("HTML").is_some_and(|value| value == "overwrite") {
        fs::write(&path, &fresh).unwrap();
    }
    let committed = fs::read_to_string(&path).expect("reports/index.html");
    assert!(
        committed == fresh,
        "stale: `HTML=overwrite cargo test -p wirecheck-tests --test html committed`, then commit reports/index.html"
    );
}

#[test]
fn an_error_on_the_console_is_noticed() {
    let Some(browser) = the_browser() else { return };
    let html = "<!DOCTYPE html><html><head></head><body><script>nothing.here()</script></body></html>";
    let visit = visit(&browser, html, "", 800, "return 1");
    assert_eq!(visit.answer, 1);
    assert!(
        visit.console.len() == 1 && visit.console[0].contains("nothing is not defined"),
        "{:?}",
        visit.console
    );
}

/// The cells and lines that can be seen, as text.
const SEEN: &str = "
    const text = (row) => [...row.cells].map((cell) => cell.innerText.trim()).join('|');
    const rows = (id) => [...document.querySelectorAll(`#${id} tbody tr`)].filter((row) => !row.hidden).map(text);
    return { map: rows('workloads-map'), list: rows('workloads-list'), types: rows('types-map'), count: document.querySelector('output').innerText };";

#[test]
fn the_script_draws_what_stands_in_the_file() {
    let question = "
        const shown = (page, id) => [...page.querySelectorAll(`#${id} tbody tr`)].map((row) =>
            [...row.cells].map((cell) => `${cell.querySelector('.c')?.className ?? cell.className} ${cell.textContent.trim()}`));
        const ids = ['workloads-map', 'workloads-list', 'types-map', 'types-list'];
        const now = ids.map((id) => shown(document, id));
        const file = new DOMParser().parseFromString(window.file, 'text/html');
        return [now, ids.map((id) => shown(file, id))];";
    let html = page();
    let (table, _) = html.split_once("<script type=\"application/json\"").unwrap();
    let (_, table) = table.split_once("<main").unwrap();
    let file = serde_json::to_string(&format!("<main{table}")).unwrap().replace('<', "\\u003c");
    let Some(answer) = ask(&html, "", 1200, &format!("window.file = {file};{question}")) else { return };
    let lines = |side: &Value| -> Vec<String> {
        let tables = side.as_array().unwrap().iter().flat_map(|table| table.as_array().unwrap());
        tables.map(Value::to_string).collect()
    };
    for (drawn, written) in lines(&answer[0]).iter().zip(&lines(&answer[1])) {
        assert_eq!(drawn, written);
    }
    assert_eq!(lines(&answer[0]).len(), lines(&answer[1]).len());
    assert_eq!(answer[0][0].as_array().unwrap().len(), 4);
    assert_eq!(answer[0][1].as_array().unwrap().len(), example().0.cells.len());
}

#[test]
fn a_filter_in_the_address_hides_cells_and_shows_others() {
    let Some(answer) = ask(&page(), "#q=spawn+json&status=failed", 1200, SEEN) else { return };
    assert_eq!(answer["list"].as_array().unwrap().len(), 1);
    assert!(
        answer["list"][0].as_str().unwrap().starts_with("sleeps|spawn json|! \u{2717} failed|24|"),
        "{answer}"
    );
    assert_eq!(answer["map"].as_array().unwrap().len(), 1);
    assert_eq!((&answer["types"], &answer["count"]), (&json!([]), &json!("1 of 31 cells")));
    let Some(answer) = ask(&page(), "#status=unexpected", 1200, SEEN) else { return };
    assert_eq!(answer["list"].as_array().unwrap().len(), 2, "{answer}");
    let Some(answer) = ask(&page(), "#q=pool::bincode", 1200, SEEN) else { return };
    assert_eq!(answer["list"].as_array().unwrap().len(), 4, "{answer}");
}

#[test]
fn cells_are_sorted_by_the_column_in_the_address_and_by_a_click() {
    let walls = |answer: &Value| -> Vec<String> {
        let lines = answer["list"].as_array().unwrap().iter();
        lines.map(|line| line.as_str().unwrap().split('|').nth(4).unwrap().to_owned()).collect()
    };
    let Some(up) = ask(&page(), "#sort=wall&q=sums", 1200, SEEN) else { return };
    assert_eq!(walls(&up), ["1.05 s", "1.08 s", "1.24 s", "1.25 s", "2.00 s", ""], "{up}");
    let down = ask(&page(), "#sort=-wall&q=sums", 1200, SEEN).unwrap();
    assert_eq!(walls(&down), ["2.00 s", "1.25 s", "1.24 s", "1.08 s", "1.05 s", ""], "{down}");
    let click = format!(
        "const head = document.querySelector('#workloads-list th[data-key=wall] button'); head.click(); head.click();
         const sort = head.parentNode.getAttribute('aria-sort'); const seen = (() => {{ {SEEN} }})();
         return {{ ...seen, sort, hash: location.hash }};"
    );
    let clicked = ask(&page(), "#q=sums", 1200, &click).unwrap();
    assert_eq!(walls(&clicked), walls(&down));
    assert_eq!((&clicked["sort"], &clicked["hash"]), (&json!("descending"), &json!("#q=sums&sort=-wall")));
    // The map goes by the cells that are left.
    let left = ask(&page(), "#sort=wall&q=inline", 1200, SEEN).unwrap();
    let lines: Vec<_> =
        left["map"].as_array().unwrap().iter().map(|row| row.as_str().unwrap().split('|').next()).collect();
    assert_eq!(lines, [Some("large_output, auto"), Some("sums"), Some("sleeps")]);
    // A column of the map: what is wrong comes first.
    let map = ask(&page(), "#sort=spawn+json", 1200, SEEN).unwrap();
    let first: Vec<_> =
        map["map"].as_array().unwrap().iter().map(|row| row.as_str().unwrap().split('|').next()).collect();
    assert_eq!(
        first,
        [Some("sleeps"), Some("sums"), Some("large_output, auto"), Some("large_output, shared memory")]
    );
}

#[test]
fn a_metric_colours_by_value_and_has_a_legend() {
    let question = format!(
        "const heat = (text) => [...document.querySelectorAll('#workloads-map td')].find((td) => td.innerText === text).className;
         return {{ ...(() => {{ {SEEN} }})(), slow: heat('2.40 s'), fast: heat('486 ms'), legend: document.querySelector('#workloads .legend').innerText }};"
    );
    let Some(answer) = ask(&page(), "#metric=wall", 1200, &question) else { return };
    assert_eq!((&answer["slow"], &answer["fast"]), (&json!("c h6"), &json!("c h0")), "{answer}");
    assert!(answer["legend"].as_str().unwrap().starts_with("from 474 ms"), "{answer}");
    assert!(
        answer["map"][0].as_str().unwrap().starts_with("sums|2.00 s|1.05 s|1.25 s|! \u{2260} wrong|"),
        "{answer}"
    );
}

#[test]
fn a_reason_is_reached_by_keyboard_and_leads_to_its_rule() {
    let question = "
        const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        const stops = () => document.querySelectorAll('#workloads-map td[tabindex=\"0\"]').length;
        document.querySelector('#workloads-map td[tabindex=\"0\"]').focus();
        for (const key of ['ArrowDown', 'ArrowDown', 'End', 'Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowDown']) press(key);
        const detail = document.getElementById('workloads-detail');
        return { text: detail.innerText, hidden: detail.hidden, link: detail.querySelector('a')?.getAttribute('href'), stops: stops(),
            described: document.activeElement.getAttribute('aria-describedby'), label: document.activeElement.getAttribute('aria-label'),
            rule: !!document.getElementById('WC0040') };";
    let Some(answer) = ask(&page(), "", 1200, question) else { return };
    let text = answer["text"].as_str().unwrap();
    assert!(text.contains("refused") && text.contains("<binary> & refuses NaN at"), "{answer}");
    assert_eq!(
        (&answer["hidden"], &answer["link"], &answer["rule"]),
        (&json!(false), &json!("#WC0040"), &json!(true))
    );
    assert_eq!(
        (&answer["stops"], &answer["described"]),
        (&json!(1), &json!("workloads-detail")),
        "one stop for Tab"
    );
    assert!(answer["label"].as_str().unwrap().contains("<binary>"), "{answer}");
}

#[test]
fn a_rule_in_the_address_is_unfolded() {
    let question = "return [document.querySelector('#WC0012 details').open, document.querySelector('#WC0013 details').open]";
    let Some(answer) = ask(&page(), "#WC0012", 1200, question) else { return };
    assert_eq!(answer, json!([true, false]));
}

#[test]
fn the_theme_can_be_changed() {
    let question = "
        const look = () => [getComputedStyle(document.body).backgroundColor, document.querySelector('.theme').getAttribute('aria-pressed')];
        const before = look(); document.querySelector('.theme').click(); return [before, look()];";
    let Some(answer) = ask(&page(), "", 1200, question) else { return };
    assert_eq!(answer, json!([["rgb(251, 251, 249)", "false"], ["rgb(21, 24, 27)", "true"]]));
}

#[test]
fn on_paper_everything_is_unfolded() {
    let question = "
        const folded = () => document.querySelectorAll('details:not([open])').length;
        const before = folded(); dispatchEvent(new Event('beforeprint')); const on = folded();
        dispatchEvent(new Event('afterprint')); return [before > 100, on, folded() === before];";
    let Some(answer) = ask(&page(), "", 1200, question) else { return };
    assert_eq!(answer, json!([true, 0, true]));
}

#[test]
fn a_small_screen_is_not_overflown() {
    let question = "
        for (const details of document.querySelectorAll('details')) details.open = true;
        const width = document.documentElement.clientWidth;
        const wide = [...document.querySelectorAll('body *')].filter((it) => it.getBoundingClientRect().right > width + 1 && !it.closest('.scroll, pre'));
        return [innerWidth, document.documentElement.scrollWidth <= width, wide.slice(0, 5).map((it) => `${it.tagName} ${it.className} ${it.textContent.slice(0, 40)}`)];";
    // A window of a desktop has a least width; a frame has none.
    let frame = serde_json::to_string(&page()).unwrap().replace('<', "\\u003c");
    let html = "<!DOCTYPE html><html><head></head><body><iframe style='width:360px;height:700px;border:0'></iframe></body></html>";
    let question = format!(
        "const frame = document.querySelector('iframe'); frame.contentDocument.write({frame}); frame.contentDocument.close();
         return frame.contentWindow.eval({});",
        json!(format!("(() => {{ {question} }})()"))
    );
    let Some(answer) = ask(html, "", 1200, &question) else { return };
    assert_eq!(answer, json!([360, true, []]));
}

#[test]
fn ten_thousand_cells_are_small_and_quick() {
    let outcome = |at: usize| match at % 50 {
        0 => Outcome::Refused {
            error: format!("[WC0040] needs a format that says what comes next, at `.field_{at}`"),
        },
        1 => Outcome::Failed { error: format!("task {at} failed") },
        _ => Outcome::Pass,
    };
    let types = (0..10_000).map(|at| TypeRow {
        name: format!("family_{}::a_type_with_a_name_{}", at / 90, at / 9),
        format: FORMATS[at % FORMATS.len()].name.into(),
        accepted: at % 50 != 0,
        expected: if at % 50 == 0 { "refused" } else { "pass" }.into(),
        outcome: outcome(at),
        samples: 40,
    });
    let (mut compat, timing) = example();
    compat.types = types.collect();
    compat.cells.push(CompatRow {
        workload: "one_more".into(),
        backend: BackendKind::Inline,
        format: "memory".into(),
        transfer: None,
        fault: None,
        tasks: 1,
        expected: "pass".into(),
        outcome: Outcome::Pass,
    });
    let html = Page::new(&compat).timing(&timing).to_html();
    assert!(html.len() < 3_000_000, "{} bytes", html.len());
    assert!(html.contains("<noscript>"));
    let question = "
        const count = () => ['#types-map td.c', '#types-list tbody tr'].map((them) => document.querySelectorAll(them).length);
        const first = count(); document.querySelector('#types > button.more').click(); return [window.readyAt, first, count()];";
    // The best of three: the machine may be busy with something else.
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let Some(answer) = ask(&html, "", 1200, question) else { return };
        // 250 lines of the map, with a cell for each format.
        assert_eq!((&answer[1], &answer[2]), (&json!([250 * FORMATS.len(), 250]), &json!([10_000, 2_250])));
        best = best.min(answer[0].as_f64().unwrap());
        if best < 1_000.0 {
            break;
        }
    }
    let _ = writeln!(std::io::stderr(), "10,000 cells: {} bytes, ready after {best:.0} ms", html.len());
    assert!(best < 1_000.0, "ready after {best} ms");
}
