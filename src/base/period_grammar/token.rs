//! What a period is written with: numbers, words and signs, under one spelling each.

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'a> {
    Number(i32, usize),
    Word(&'a str),
    Sign(char),
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let class = |c: char| if c.is_ascii_digit() { 1 } else { u8::from(c.is_ascii_alphabetic()) * 2 };
        let end = if class(c) == 0 { c.len_utf8() } else { rest.find(|d| class(d) != class(c)).unwrap_or(rest.len()) };
        let Some((token, after)) = rest.split_at_checked(end) else { break };
        match class(c) {
            1 => found.push(Token::Number(token.parse().unwrap_or(i32::MAX), token.len())),
            2 => found.push(Token::Word(token)),
            _ if c == ',' || c.is_whitespace() => {}
            _ => found.push(Token::Sign(c)),
        }
        rest = after;
    }
    found
}

pub(super) fn long_year(value: i32, digits: usize) -> Option<i32> {
    match digits {
        4 => Some(value),
        // The pivot of POSIX: 69 to 99 are of the last century.
        2 => Some(if value < 69 { 2000 + value } else { 1900 + value }),
        _ => None,
    }
}

/// One spelling of quarters (`2024年第三季度`, `2024年3季`) and of apostrophes.
pub(super) fn plain_marks(text: &str) -> String {
    let mut text = text.replace(['\u{2018}', '\u{2019}'], "'");
    if text.contains('季') {
        text = text.replace("季度", "季").replace('第', "");
        for (numeral, digit) in [('一', " 1"), ('二', " 2"), ('三', " 3"), ('四', " 4")] {
            text = text.replace(numeral, digit);
        }
    }
    text
}
