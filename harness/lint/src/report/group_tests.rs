use super::super::example::{bincode, flatten, place, postcard};
use super::group;

#[test]
fn one_declaration_is_one_problem_with_all_formats_and_calls() {
    let found = group([
        flatten("postcard", postcard()),
        flatten("bincode1", bincode()),
        flatten("bincode1", bincode()),
    ]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].formats, ["bincode1", "postcard"], "in the order of the table");
    assert_eq!(found[0].calls, [postcard(), bincode()], "each once");
}

#[test]
fn the_way_from_a_call_is_kept() {
    let mut nowhere = flatten("postcard", postcard());
    nowhere.calls.clear();
    nowhere.path.clear();
    nowhere.types = vec!["app::Other".into()];
    let found = group([nowhere.clone(), flatten("bincode1", bincode())]);
    assert_eq!(found[0].path.len(), 1);
    assert_eq!(found[0].types, ["app::model::Config", "app::Other"]);
    assert_eq!(found[0].message, "this format is not a self-describing wire format");
    // The other way around it is the same problem.
    let found = group([flatten("bincode1", bincode()), nowhere]);
    assert_eq!((found[0].path.len(), found[0].calls.len()), (1, 1));
}

#[test]
fn texts_of_one_format_keep_its_name() {
    let found = group([flatten("bincode1", bincode()), flatten("bincode1", bincode())]);
    assert_eq!(found[0].message, "bincode1 is not a self-describing wire format");
    // A third one has the common text already.
    let found = group(["postcard", "bincode1", "bitcode"].map(|format| flatten(format, bincode())));
    assert_eq!(found[0].message, "this format is not a self-describing wire format");
}

#[test]
fn other_tokens_and_other_rules_are_other_problems_in_the_order_of_the_files() {
    let problem = flatten("bincode1", bincode());
    let mut later = problem.clone();
    later.extent.as_mut().unwrap().place = place("src/model.rs", 90, 1);
    let mut foreign = problem.clone();
    foreign.extent.as_mut().unwrap().place = place("/registry/a.rs", 1, 1);
    let mut other = problem.clone();
    other.code = "WC0041".into();
    let found = group([foreign, later, other, problem]);
    let told: Vec<_> = found.iter().map(|one| format!("{} {}", one.place().unwrap(), one.code)).collect();
    assert_eq!(
        told,
        [
            "src/model.rs:11:13 WC0040",
            "src/model.rs:11:13 WC0041",
            "src/model.rs:90:1 WC0040",
            "/registry/a.rs:1:1 WC0040"
        ]
    );
}

#[test]
fn problems_without_tokens_are_one_for_each_type() {
    let mut one = flatten("bincode1", bincode());
    one.extent = None;
    let mut other = one.clone();
    other.types = vec!["app::Other".into()];
    assert_eq!(group([one.clone(), other, one]).len(), 2);
}
