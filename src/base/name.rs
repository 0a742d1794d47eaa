//! Names: "Latin 中文" in one cell is one name with two halves.

use unicode_normalization::UnicodeNormalization;

/// Most bytes of one name that are looked at on every frame, for its halves, its distance from others, its letters: more than a line of
/// 300 columns shows.
pub const LONGEST_NAME: usize = 1 << 10;

/// The form in which names are compared: NFKC, trimmed, inner blanks folded to one space, lower case.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // The normal form of ASCII is itself, and most cells are ASCII.
    if text.is_ascii() {
        for word in text.split_whitespace() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        }
        folded.make_ascii_lowercase();
        return folded;
    }
    for word in text.nfkc().collect::<String>().split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// The two halves of "Latin 中文" (or "中文 Latin"), in that order, where one part is without CJK letters and the rest begins
/// or ends with them; `None` for any other name, and for a text that is too long for one.
pub fn halves(name: &str) -> Option<(&str, &str)> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let has_cjk = |word: &str| word.chars().any(is_cjk);
    let words: Vec<(usize, &str)> =
        name.split_whitespace().map(|word| (word.as_ptr() as usize - name.as_ptr() as usize, word)).collect();
    let first_cjk = words.iter().position(|(_, word)| has_cjk(word))?;
    if first_cjk > 0 && words.iter().skip(first_cjk).all(|(_, word)| has_cjk(word)) {
        let at = words[first_cjk].0;
        return name.split_at_checked(at).map(|(latin, cjk)| (latin.trim(), cjk.trim()));
    }
    let first_latin = words.iter().position(|(_, word)| !has_cjk(word))?;
    if first_latin > 0 && words.iter().skip(first_latin).all(|(_, word)| !has_cjk(word)) {
        let at = words[first_latin].0;
        return name.split_at_checked(at).map(|(cjk, latin)| (latin.trim(), cjk.trim()));
    }
    None
}

/// Whether what a user typed names this: the whole name or either half, folded.
pub fn matches_name(typed: &str, name: &str) -> bool {
    let typed = fold(typed);
    typed == fold(name) || halves(name).is_some_and(|(a, b)| typed == fold(a) || typed == fold(b))
}

/// A name in the forms in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The whole name, folded.
    pub whole: Box<str>,
    /// Both halves of "Latin 中文", folded.
    pub halves: Option<(Box<str>, Box<str>)>,
    /// Other names for the same (`also` in the config), folded.
    pub others: Box<[Box<str>]>,
}

impl Folded {
    /// The forms of a name.
    pub fn of(name: &str) -> Self {
        let both = halves(name).map(|(latin, cjk)| (fold(latin).into(), fold(cjk).into()));
        Self { whole: fold(name).into(), halves: both, others: Box::default() }
    }

    /// Whether a folded word is the whole name, either half or another name.
    pub fn is_named(&self, word: &str) -> bool {
        let halves = self.halves.iter().flat_map(|(a, b)| [a, b]);
        *self.whole == *word || halves.chain(&self.others).any(|name| **name == *word)
    }

    /// Whether both name the same: one of them is the whole name, either half or another name of the other. A name that is empty
    /// is nobody's.
    pub fn is_same(&self, other: &Self) -> bool {
        let named = |name: &Self, word: &str| !word.is_empty() && name.is_named(word);
        named(self, &other.whole) || named(other, &self.whole)
    }

    /// The whole name and the other ones.
    pub fn wholes(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.whole).chain(self.others.iter().map(|name| &**name))
    }
}

/// How near a typed word is to a name, from 0 to 1, whatever the case; `None` where it can hardly be meant. By common
/// letters (Jaro–Winkler), or by slips of the finger (Damerau–Levenshtein over the length), which tell more of short words.
pub fn nearness(typed: &str, name: &str) -> Option<f64> {
    let (typed, name) = (fold(typed), fold(name));
    let letters = Some(strsim::jaro_winkler(&typed, &name)).filter(|score| *score > 0.75);
    let slips = Some(strsim::normalized_damerau_levenshtein(&typed, &name)).filter(|score| *score > 0.6);
    letters.into_iter().chain(slips).max_by(f64::total_cmp)
}

fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_likely_meant_is_near() {
        assert!(nearness("mua", "MAU") > nearness("mua", "max"));
        assert!(nearness("monthly activ", "monthly active users") > Some(0.8));
        assert_eq!(nearness("staff", "monthly active users"), None);
    }

    #[test]
    fn folding_is_the_same_for_ascii_and_other_names() {
        assert_eq!(fold("  Ad\tRevenue \u{b} GROWTH "), "ad revenue growth");
        assert_eq!(fold("\u{3000}Ａd\tRevenue  GROWTH "), "ad revenue growth");
        assert_eq!(fold(" \n"), "");
    }

    #[test]
    fn halves_of_bilingual_names() {
        assert_eq!(halves("Doubao 豆包"), Some(("Doubao", "豆包")));
        assert_eq!(halves("Kimi 智能助手"), Some(("Kimi", "智能助手")));
        assert_eq!(halves("文小言 Wenxiaoyan app"), Some(("Wenxiaoyan app", "文小言")));
        assert_eq!(halves("ChatGPT Pro"), None);
        assert_eq!(halves("豆包"), None);
        assert_eq!(halves(&format!("Doubao {}", "豆包".repeat(1000))), None);
    }

    #[test]
    fn the_same_is_told_from_either_side() {
        let same = |a: &str, b: &str| {
            let (a, b) = (Folded::of(a), Folded::of(b));
            assert_eq!(a.is_same(&b), b.is_same(&a));
            a.is_same(&b)
        };
        assert!(same("Doubao 豆包", "豆包"));
        assert!(same("ＤＯＵＢＡＯ", "Doubao 豆包"));
        assert!(!same("ByteDance 字节跳动", "ByteDance China 字节跳动中国"));
        // A half in common is no name in common.
        assert!(!same("Doubao 豆包", "Doubao 大模型"));
        assert!(!same("", ""));
        let cici = Folded { others: Box::new(["cici".into()]), ..Folded::of("Doubao 豆包") };
        assert!(cici.is_same(&Folded::of("Cici")) && Folded::of("Cici").is_same(&cici));
    }

    #[test]
    fn either_half_matches_folded() {
        assert!(matches_name("ＤＯＵＢＡＯ", "Doubao 豆包"));
        assert!(matches_name("豆包", "Doubao 豆包"));
        assert!(!matches_name("Doubao 豆", "Doubao 豆包"));
    }
}
