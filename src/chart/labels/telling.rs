//! Names cut so that they still tell which is which.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

use crate::base::{LONGEST_NAME, beginning, cut, width};

/// What parts words, and says nothing beside the mark of a cut.
const PARTING: [char; 6] = [' ', '-', '_', '/', ':', '·'];

/// Names cut to at most `columns`, each to the part that tells it from the others of the set: what it has in common with another
/// one at its beginning goes first, then what it has in common at its end. Different names stay different where there is room.
/// `Claude 3.5 Sonnet` beside `Claude 3.5 Haiku` becomes `…3.5 Sonnet`, then `…Sonnet`. Where `ascii`, the mark is `~`.
/// What stands behind the first kilobyte of a name is not looked at.
pub fn telling_cut(names: &[&str], columns: usize, ascii: bool) -> Vec<String> {
    let names: Vec<&str> = names.iter().map(|name| beginning(name, LONGEST_NAME)).collect();
    let split: Vec<Vec<&str>> = names.iter().map(|name| name.graphemes(true).collect()).collect();
    let backwards: Vec<Vec<&str>> = split.iter().map(|name| name.iter().rev().copied().collect()).collect();
    let (heads, tails) = (shared(&split), shared(&backwards));
    let mark = if ascii { "~" } else { "…" };
    // Names that fit stand as they are, and no cut one may look like them.
    let whole = names.iter().filter(|name| width(name) <= columns);
    let mut seen: BTreeSet<(String, Option<&str>)> = whole.map(|name| ((*name).to_owned(), Some(*name))).collect();
    let free = |text: &String, name: &str, seen: &BTreeSet<(String, Option<&str>)>| {
        seen.iter().all(|(other, of)| other != text || *of == Some(name))
    };
    let mut out = Vec::with_capacity(names.len());
    for ((name, letters), (head, tail)) in names.iter().zip(&split).zip(heads.into_iter().zip(tails)) {
        if width(name) <= columns {
            out.push((*name).to_owned());
            continue;
        }
        let best = telling(name, letters, (head, tail), columns, ascii);
        let text = if free(&best, name, &seen) {
            best
        } else {
            pieces(letters, columns, mark).find(|text| free(text, name, &seen)).unwrap_or(best)
        };
        seen.insert((text.clone(), Some(*name)));
        out.push(text);
    }
    out
}

/// Letters that each name shares at its beginning with the one that is most like it, whole words only; never all of them.
fn shared(names: &[Vec<&str>]) -> Vec<usize> {
    let sorted: BTreeSet<&Vec<&str>> = names.iter().collect();
    let sorted: Vec<&Vec<&str>> = sorted.into_iter().collect();
    let common = |a: &[&str], b: &[&str]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let most = |name: &Vec<&str>| {
        let at = sorted.partition_point(|other| *other < name);
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| sorted.get(at));
        beside.map(|other| common(name, other)).max().unwrap_or(0)
    };
    let words = |name: &Vec<&str>, letters: usize| {
        let ends = (1..=letters.min(name.len().saturating_sub(1))).rev();
        ends.into_iter().find(|at| is_break(name, *at)).unwrap_or(0)
    };
    names.iter().map(|name| words(name, most(name))).collect()
}

/// Whether a word may end before the letter at this place: Latin words and numbers stay whole, other scripts part anywhere.
fn is_break(letters: &[&str], at: usize) -> bool {
    let in_word = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at)).and_then(|letter| letter.chars().next());
        letter.is_some_and(|letter| letter.is_alphanumeric() && width(letter.encode_utf8(&mut [0; 4])) == 1)
    };
    let between =
        |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|letter| matches!(*letter, "." | ","));
    let (before, after) = (at.checked_sub(1), Some(at));
    // A point inside a number is part of it.
    let joined = in_word(before) && (in_word(after) || between(after) && in_word(at.checked_add(1)))
        || between(before) && in_word(after) && in_word(at.checked_sub(2));
    !joined
}

/// The name without as much of its shared beginning as must go, else without as much of its shared end too, else cut.
fn telling(name: &str, letters: &[&str], (head, tail): (usize, usize), columns: usize, ascii: bool) -> String {
    let mark = if ascii { "~" } else { "…" };
    let text = |from: usize, to: usize| {
        let kept = letters.get(from..to).unwrap_or_default().concat();
        let (before, after) = (if from > 0 { mark } else { "" }, if to < letters.len() { mark } else { "" });
        let kept = if from > 0 { kept.trim_start_matches(PARTING) } else { &kept };
        let kept = if to < letters.len() { kept.trim_end_matches(PARTING) } else { kept };
        format!("{before}{kept}{after}")
    };
    let fits = |text: &String| width(text) <= columns;
    let begins = (1..=head).filter(|at| is_break(letters, *at));
    if let Some(found) = begins.map(|from| text(from, letters.len())).find(fits) {
        return found;
    }
    // An end that others share too goes only where something is left of the name.
    let last = letters.len().saturating_sub(tail).max(head + 1).min(letters.len());
    let ends = (last..letters.len()).rev().filter(|at| is_break(letters, *at) || *at == last);
    let from = if head > 0 { head } else { 0 };
    if let Some(found) = ends.map(|to| text(from, to)).find(fits) {
        return found;
    }
    if from == 0 { cut(name, columns, ascii) } else { cut(&text(from, letters.len()), columns, ascii) }
}

/// Every beginning with every end that fits, the longest ends first.
fn pieces<'a>(letters: &'a [&str], columns: usize, mark: &'a str) -> impl Iterator<Item = String> + 'a {
    let room = columns.saturating_sub(1).min(letters.len());
    (0..=room).flat_map(move |head| {
        (1..=room).rev().filter_map(move |tail| {
            let last = letters.len().checked_sub(tail).filter(|last| *last > head)?;
            let text = format!("{}{mark}{}", letters.get(..head)?.concat(), letters.get(last..)?.concat());
            (width(&text) <= columns).then_some(text)
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_names_have_in_common_goes_first() {
        let cut = |names: &[&str], columns| telling_cut(names, columns, false);
        let claude = ["Claude 3.5 Sonnet", "Claude 3.5 Haiku", "Claude 3 Opus"];
        assert_eq!(cut(&claude, 17), claude);
        assert_eq!(cut(&claude, 12), ["…3.5 Sonnet", "…3.5 Haiku", "…3 Opus"]);
        assert_eq!(cut(&claude, 7), ["…Sonnet", "…Haiku", "…3 Opus"]);
        assert_eq!(cut(&["Kimi", "Wenxin Yiyan"], 8), ["Kimi", "Wenxin …"]);
        assert_eq!(cut(&["字节跳动豆包", "字节跳动即梦"], 6), ["…豆包", "…即梦"]);
        assert_eq!(cut(&["Doubao app users", "Kimi app users"], 9), ["Doubao…", "Kimi app…"]);
        assert_eq!(cut(&["gpt-4o-mini", "gpt-4o-2024", "gpt-5"], 6), ["…mini", "…2024", "gpt-5"]);
        assert_eq!(telling_cut(&claude, 7, true), ["~Sonnet", "~Haiku", "~3 Opus"]);
    }

    #[test]
    fn names_of_one_form_do_not_become_one() {
        let names = ["Model A large", "Model A small", "Modul A large", "Modul A small"];
        let seen: BTreeSet<String> = telling_cut(&names, 7, false).into_iter().collect();
        assert_eq!(seen.len(), 4, "{seen:?}");
    }

    proptest! {
        #[test]
        fn cut_names_fit_and_stay_apart(
            names in proptest::collection::vec("(Claude |GPT-|豆包|e\u{301})?(3\\.5 |4|x){0,2}(Sonnet|Opus|mini|大|模型){0,2}( large| max)?", 1..9),
            columns in 0usize..24,
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let out = telling_cut(&names, columns, false);
            prop_assert_eq!(out.len(), names.len());
            for (name, text) in names.iter().zip(&out) {
                prop_assert!(width(text) <= columns, "{text}");
                prop_assert!(width(name) > columns || name == text);
            }
            // With these letters 14 columns are room enough for any two.
            for (a, one) in names.iter().zip(&out) {
                for (b, other) in names.iter().zip(&out) {
                    prop_assert!(columns < 14 || (a == b) == (one == other), "{a} {b}: {one}");
                }
            }
        }
    }
}
