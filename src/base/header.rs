//! What the header of a column says: its name, its unit, whether it is an end of another column, and what it is about.

use super::unit::SYMBOLS;
use super::{Unit, fold};

/// A header in its parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeaderParts {
    /// The name without unit and without what makes it an end; may be empty (`5th percentile`).
    pub name: String,
    /// The unit as typed, magnitude included (`USD bn`, `亿元`); [`Unit::parse`] reads it.
    pub unit: Option<String>,
    /// Which part of a figure the column holds.
    pub end: HeaderEnd,
}

/// Which part of a figure a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeaderEnd {
    /// A figure of its own.
    #[default]
    Plain,
    /// The lower end.
    Low,
    /// The stated point, named as such: median, best estimate.
    Mid,
    /// The upper end.
    High,
    /// The half-width: `±`, `95% CI`.
    Margin,
}

/// What a column is about, as far as its header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderRole {
    /// Who or what.
    Entity,
    /// When.
    Period,
    /// The first day.
    Start,
    /// The last day.
    End,
    /// What is measured.
    Metric,
    /// How much, without saying of what.
    Value,
    /// The unit of another column.
    Unit,
    /// A place in an order.
    Rank,
    /// What happened.
    Event,
    /// What several have in common.
    Group,
    /// How sure a figure is.
    Status,
    /// A power of ten for another column.
    UnitMult,
    /// An address.
    Link,
    /// Who said it.
    Source,
    /// Free words.
    Note,
    /// A mark that tells one from another.
    Id,
}

/// Words of headers, divided by `|`, by what they mean. A header that is such a word means it most clearly, then one that ends with it.
const ROLES: &[(HeaderRole, &str)] = &[
    (
        HeaderRole::Entity,
        "entity|name|model|models|model name|country|country name|country or area|company|organisation\
         |organization|product|system|geo|city|region|state|service|app|chip|gpu|device\
         |player|benchmark|task|keyword|method|site|item|item name|ticker|symbol|language\
         |dataset|名称|模型|大模型|公司|产品|產品|国家|國家|企业|企業|企業名\
         |城市|都市|应用|應用|机构名称|芯片|品牌|地区|회사|모델|モデル\
         |モデル名|国|会社|firma|land|modell|produkt|pays|société|produit|ville",
    ),
    (
        HeaderRole::Period,
        "date|day|month|year|quarter|week|time|timestamp|datetime|period|time_period|time period\
         |published|publication date|release date|released|launched|launch date|announced|opened|founded\
         |created|created_at|as of|fiscal year|fy|日期|时间|時間|年份|年|月|月份|季度\
         |期间|年月|发布时间|发布日期|公開日|年度|연도|날짜|출시일|datum|jahr\
         |monat|quartal|année|mois|trimestre",
    ),
    (HeaderRole::Start, "start|start date|from|begin|begins|began|first day|开始|开始日期|起始"),
    (HeaderRole::End, "end|end date|to|until|ends|ended|last day|结束|结束日期|截止"),
    (
        HeaderRole::Metric,
        "metric|indicator|indicator name|variable|measure|series|series name|statistic|measurement\
         |subject|指标|項目|项目|kennzahl|indicateur",
    ),
    (HeaderRole::Value, "value|values|obs_value|amount|figure|数值|值|金额|wert|valeur"),
    (HeaderRole::Unit, "unit|units of measure|unit_measure|unit of measure|uom|单位|單位|einheit|unité"),
    (HeaderRole::Rank, "rank|ranking|position|place|#|no.|排名|名次|순위|順位|rang"),
    (HeaderRole::Event, "event|headline|title|what happened|milestone|announcement|incident|事件|标题|ereignis"),
    (
        HeaderRole::Group,
        "vendor|provider|lab|team|brand|category|type|group|class|kind|sector|segment|affiliation|domain|family|tier|maker|manufacturer\
         |developer|owner|类别|分类|類別|类型|机构|機構|机构名|기관|kategorie|catégorie\
         |continent|licence|license",
    ),
    (HeaderRole::Status, "obs_status|obs_flag|flag|flags|status|状态"),
    (HeaderRole::UnitMult, "unit_mult|unit multiplier"),
    (HeaderRole::Link, "url|link|links|href|source link|source url|website|链接|网址"),
    (HeaderRole::Source, "source|sources|reference|references|citation|来源|数据来源|quelle"),
    (
        HeaderRole::Note,
        "note|notes|description|comment|comments|remark|remarks|summary|备注|備註|说明|說明\
         |説明|설명|bemerkung|anmerkung|remarque",
    ),
    (
        HeaderRole::Id,
        "id|ids|uuid|guid|code|country code|indicator code|iso|iso3|iso code|key|index|part number|sku\
         |order number|serial|代码|编号|番号",
    ),
];

/// What a header is about; `None` where none of its words says so.
pub fn header_role(text: &str) -> Option<HeaderRole> {
    let header = fold(text);
    let header = header.trim_end_matches(['*', ':', '.']);
    let plain = split_header(header).name;
    let plain = plain.trim();
    // `* (UB)` and other brackets say how, not what.
    let plain = plain.split(['(', '（', '[']).next().unwrap_or(plain).trim().trim_end_matches('*');
    let whole = |wanted: &str| find(|word| word == wanted);
    if let Some(role) = whole(header).or_else(|| whole(plain)) {
        return Some(role);
    }
    let words: Vec<&str> =
        plain.split(|c: char| c.is_whitespace() || matches!(c, '_' | '/' | '-')).filter(|w| !w.is_empty()).collect();
    let last = words.last().copied().unwrap_or("");
    if words.len() > 1 {
        let two = words.get(words.len() - 2..).map(|pair| pair.join(" ")).unwrap_or_default();
        return whole(&two).or_else(|| whole(last).filter(|role| speaks_last(*role)));
    }
    None
}

/// Whether the last of several words makes a header be about that: a `release date` is a date, a `power unit` no unit.
fn speaks_last(role: HeaderRole) -> bool {
    use HeaderRole::{Group, Id, Link, Note, Period, Rank, Source};
    matches!(role, Period | Group | Id | Link | Note | Rank | Source | HeaderRole::Entity)
}

fn find(is: impl Fn(&str) -> bool) -> Option<HeaderRole> {
    ROLES.iter().find(|(_, words)| words.split('|').any(&is)).map(|(role, _)| *role)
}

/// Words that make a column an end, as a part in brackets, before or behind the name. Divided by `|`, longest first.
const ENDS: &[(HeaderEnd, &str)] = &[
    (
        HeaderEnd::Low,
        "lower 95% ci|lower 90% ci|95% ci lower|90% ci lower|lower confidence limit\
         |confidence interval lower|5th percentile|10th percentile|2.5th percentile|25th percentile\
         |lower bound|lower limit|lower estimate|low estimate|ci lower|ci low|lower ci|lower|low|lo|min\
         |minimum|q05|p05|p5|p10|q10|p2.5|下限|最低",
    ),
    (
        HeaderEnd::High,
        "upper 95% ci|upper 90% ci|95% ci upper|90% ci upper|upper confidence limit\
         |confidence interval upper|95th percentile|90th percentile|97.5th percentile|75th percentile\
         |upper bound|upper limit|upper estimate|high estimate|ci upper|ci high|upper ci|upper|high|hi\
         |max|maximum|q95|p95|p90|q90|p97.5|上限|最高",
    ),
    (
        HeaderEnd::Mid,
        "50th percentile|best estimate|central estimate|point estimate|median|mean|central|p50|q50|mid\
         |中位数|平均",
    ),
    (HeaderEnd::Margin, "margin of error|95% ci|90% ci|confidence interval|margin|ci|+/-|±|误差"),
];

/// Longer headers are sentences, in bytes.
const LONGEST: usize = 400;

/// Takes a header apart.
pub fn split_header(text: &str) -> HeaderParts {
    let text = text.trim();
    if text.len() > LONGEST {
        return HeaderParts { name: text.to_owned(), ..HeaderParts::default() };
    }
    if let Some((before, inner)) = last_bracket(text) {
        let (folded, before) = (fold(inner), before.trim());
        if let Some(end) = end_of(&folded) {
            let rest = split_header(before);
            return HeaderParts { end, ..rest };
        }
        if is_unit(inner) && !before.is_empty() {
            let (name, end) = without_end(before);
            return HeaderParts { name, unit: Some(spelled(inner)), end };
        }
        // `TDP in GW`, `in millions of USD`.
        let behind = inner.rsplit_once(" in ").map(|(_, unit)| unit).or_else(|| inner.strip_prefix("in "));
        if let Some(unit) = behind.filter(|unit| is_known(unit) && !before.is_empty()) {
            let (name, end) = without_end(before);
            return HeaderParts { name, unit: Some(spelled(unit)), end };
        }
    }
    let (name, end) = without_end(text);
    let (name, unit) = trailing_unit(&name);
    HeaderParts { name, unit, end }
}

impl HeaderParts {
    /// The words of the name by which the columns of one figure know each other, folded.
    pub fn stem(&self) -> String {
        fold(self.name.trim_matches(|c: char| c == '_' || c == '-' || c.is_whitespace())).replace('_', " ")
    }

    /// Whether two columns can be parts of one figure: their names are equal, or the one's is the end of the other's
    /// (`Compute estimate in H100e` and `H100e`).
    pub fn is_sibling(&self, other: &Self) -> bool {
        let (own, its) = (self.stem(), other.stem());
        let ends_with = |long: &str, short: &str| {
            long.strip_suffix(short).is_some_and(|before| before.is_empty() || before.ends_with([' ', '-', '/']))
        };
        let fits = ends_with(&own, &its) || ends_with(&its, &own);
        !own.is_empty()
            && !its.is_empty()
            && fits
            && (self.unit == other.unit || self.unit.is_none() || other.unit.is_none())
    }
}

/// The last bracket of a text that ends with one: what stands before it, and in it.
fn last_bracket(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix([')', '）', ']', '】'])?;
    let at = inner.rfind(['(', '（', '[', '【'])?;
    let open = inner.get(at..)?.chars().next()?;
    Some((inner.get(..at)?, inner.get(at + open.len_utf8()..)?))
}

fn end_of(folded: &str) -> Option<HeaderEnd> {
    ENDS.iter().find(|(_, words)| words.split('|').any(|word| word == folded)).map(|(end, _)| *end)
}

/// A name without the words before or behind it that make it an end.
fn without_end(text: &str) -> (String, HeaderEnd) {
    let folded = fold(text).replace('_', " ");
    if let Some(end) = end_of(&folded) {
        // Those two are also names of what is measured.
        let is_name = matches!(folded.as_str(), "mean" | "mid");
        return (if is_name { text.to_owned() } else { String::new() }, end);
    }
    for (end, words) in ENDS {
        // A mean of something is a figure; what stands in brackets was told apart before.
        if *end == HeaderEnd::Margin {
            continue;
        }
        for word in words.split('|') {
            // Chinese writes no space between the words.
            let (behind, before) = if word.is_ascii() {
                (format!(" {word}"), format!("{word} "))
            } else {
                (word.to_owned(), word.to_owned())
            };
            let longer = folded.len() > behind.len();
            let name = if folded.ends_with(&behind) && longer {
                cut(text, folded.chars().count(), behind.chars().count(), false)
            } else if folded.starts_with(&before)
                && longer
                && !["min ", "max ", "mean ", "high ", "low ", "mid ", "lo ", "hi "].contains(&before.as_str())
            {
                cut(text, folded.chars().count(), before.chars().count(), true)
            } else {
                continue;
            };
            if let Some(name) = name {
                return (name, *end);
            }
        }
    }
    (text.to_owned(), HeaderEnd::Plain)
}

/// A text without so many characters at its start or end; `None` where folding changed its length, so that the place is not sure.
fn cut(text: &str, folded: usize, characters: usize, at_start: bool) -> Option<String> {
    let typed: Vec<char> = text.trim().chars().collect();
    if typed.len() != folded {
        return None;
    }
    let kept: String = if at_start {
        typed.iter().skip(characters).collect()
    } else {
        typed.iter().take(typed.len() - characters).collect()
    };
    Some(kept.trim_matches(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | ',' | ':')).to_owned())
}

/// A unit without brackets: `Revenue, $bn`, `Power / kW`, `Market share %`, `cost_usd`.
fn trailing_unit(name: &str) -> (String, Option<String>) {
    let split = |at: (&str, &str)| {
        let (name, unit) = (at.0.trim(), at.1.trim());
        (!name.is_empty() && !unit.is_empty()).then(|| (name.to_owned(), Some(spelled(unit))))
    };
    for mark in [", ", " / "] {
        if let Some(found) = name.rsplit_once(mark).filter(|(_, unit)| is_known(unit)).and_then(split) {
            return found;
        }
    }
    if let Some(found) = name.strip_suffix('%').filter(|name| name.ends_with(' ')).and_then(|name| split((name, "%"))) {
        return found;
    }
    if let Some((stem, unit)) = name.rsplit_once('_') {
        let known = match fold(unit).as_str() {
            "usd" => "USD",
            "eur" => "EUR",
            "cny" | "rmb" => "CNY",
            "pct" | "percent" => "%",
            "gb" => "GB",
            "tb" => "TB",
            "kwh" => "kWh",
            "ms" => "ms",
            "hours" => "h",
            "seconds" => "s",
            _ => return (name.to_owned(), None),
        };
        return split((stem, known)).unwrap_or_else(|| (name.to_owned(), None));
    }
    (name.to_owned(), None)
}

/// A unit with the code of a currency in place of its sign: `$bn` is `USD bn`.
fn spelled(unit: &str) -> String {
    let unit = unit.trim();
    let signed = SYMBOLS.iter().find_map(|(sign, code)| Some((*code, unit.strip_prefix(sign)?.trim())));
    let coded = signed.or_else(|| unit.split_once(' ').filter(|(code, _)| currency_code(code)));
    let Some((code, rest)) = coded else { return unit.to_owned() };
    // Behind a currency a letter is enough.
    let magnitude = match rest {
        "m" | "M" | "mn" | "mln" => "million",
        "b" | "B" => "billion",
        "t" | "T" => "trillion",
        other => other,
    };
    format!("{code} {magnitude}").trim().to_owned()
}

fn currency_code(text: &str) -> bool {
    SYMBOLS.iter().any(|(_, code)| text == *code)
}

/// Whether a text is a unit that is known, or a magnitude with or without one.
fn is_known(text: &str) -> bool {
    let text = spelled(text);
    let text = text.as_str();
    // In traditional characters 元 may be the currency of Taiwan, Hong Kong or Macau: such a unit stays in the name.
    if text.ends_with('元') && text.contains(['億', '萬']) {
        return false;
    }
    // A power of ten in front says that something is counted, whatever it is.
    let (unit, scale) = Unit::parse(text);
    let word = matches!(unit.dimension, super::Dimension::Word(_));
    let physical = "w|kw|mw|gw|kwh|mwh|gwh|twh|gb|tb|mb|kb|nm|kg|t|km|m|°c|hz|ghz|flop|flops|tflops|tokens|token";
    (!word && !unit.code.is_empty()) || scale != 1.0 || physical.split('|').any(|word| word == fold(text))
}

/// Whether what stands in brackets is a unit: a known one, or one short word that may well be.
fn is_unit(text: &str) -> bool {
    let text = text.trim();
    let plausible = || {
        let one_word = !text.contains(char::is_whitespace) && text.chars().count() <= 12;
        let items = ["人", "个", "個", "款", "家", "台", "项", "件", "次", "年", "天"];
        let no_unit = "version|fin|est|est.|e|total|all|new|old|avg|sum|name|ub|lb|preview|beta|abc";
        let lettered = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '²' | '³' | '·' | '^'))
            && text.starts_with(|c: char| c.is_ascii_alphabetic());
        items.contains(&text)
            || (one_word
                && lettered
                && !no_unit.split('|').any(|word| word == fold(text))
                && text.chars().any(char::is_alphabetic))
    };
    is_known(text) || plausible()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, String, HeaderEnd) {
        let parts = split_header(text);
        (parts.name, parts.unit.unwrap_or_default(), parts.end)
    }

    #[test]
    fn headers_are_taken_apart() {
        use HeaderEnd::{High, Low, Margin, Mid, Plain};
        for (text, name, unit, end) in [
            ("Price (USD)", "Price", "USD", Plain),
            ("收入(亿元)", "收入", "亿元", Plain),
            ("收入（亿元）", "收入", "亿元", Plain),
            ("Revenue, $bn", "Revenue", "USD bn", Plain),
            ("Result (USD m)", "Result", "USD million", Plain),
            ("Market cap (USD bn)", "Market cap", "USD bn", Plain),
            ("GDP [USD bn]", "GDP", "USD bn", Plain),
            ("TDP (W)", "TDP", "W", Plain),
            ("Power estimate (TDP in GW)", "Power estimate", "GW", Plain),
            ("Market share %", "Market share", "%", Plain),
            ("Share (%)", "Share", "%", Plain),
            ("Power / kW", "Power", "kW", Plain),
            ("cost_usd", "cost", "USD", Plain),
            ("员工（人）", "员工", "人", Plain),
            ("Compute (FLOP)", "Compute", "FLOP", Plain),
            ("# of Units", "# of Units", "", Plain),
            ("Model (version)", "Model (version)", "", Plain),
            ("Rank* (UB)", "Rank* (UB)", "", Plain),
            ("A (fin) × 5", "A (fin) × 5", "", Plain),
            ("Number of parameters", "Number of parameters", "", Plain),
            ("H100e (5th percentile)", "H100e", "", Low),
            ("H100e (95th percentile)", "H100e", "", High),
            ("Compute estimate in H100e (median)", "Compute estimate in H100e", "", Mid),
            ("5th percentile", "", "", Low),
            ("Median", "", "", Mid),
            ("params_low", "params", "", Low),
            ("params_high", "params", "", High),
            ("Lower bound", "", "", Low),
            ("Upper bound", "", "", High),
            ("cost lower bound", "cost", "", Low),
            ("low estimate (MW)", "", "MW", Low),
            ("95% CI", "", "", Margin),
            ("Score (±)", "Score", "", Margin),
            ("估值下限", "估值", "", Low),
            ("价格(元)", "价格", "元", Plain),
            ("2024", "2024", "", Plain),
        ] {
            assert_eq!(parts(text), (name.to_owned(), unit.to_owned(), end), "{text}");
        }
    }

    #[test]
    fn siblings_know_each_other() {
        let sibling = |a: &str, b: &str| split_header(a).is_sibling(&split_header(b));
        assert!(sibling("params", "params_low"));
        assert!(sibling("Compute estimate in H100e (median)", "H100e (95th percentile)"));
        assert!(!sibling("# of Units", "H100e (5th percentile)"));
        assert!(!sibling("cost", "params_high"));
        assert!(!sibling("scored", "d_low"));
    }

    #[test]
    fn headers_say_what_they_are_about() {
        use HeaderRole::{Entity, Event, Group, Id, Link, Metric, Note, Period, Rank, Start, Value};
        for (text, role) in [
            ("Model", Some(Entity)),
            ("Country Name", Some(Entity)),
            ("Country Code", Some(Id)),
            ("Indicator Name", Some(Metric)),
            ("公司", Some(Entity)),
            ("Publication date", Some(Period)),
            ("Year", Some(Period)),
            ("Start date", Some(Start)),
            ("Rank* (UB)", Some(Rank)),
            ("#", Some(Rank)),
            ("# of Units", None),
            ("Researcher affiliation", Some(Group)),
            ("Chip manufacturer", Some(Group)),
            ("Event", Some(Event)),
            ("Source / Link", Some(Link)),
            ("Notes", Some(Note)),
            ("OBS_VALUE", Some(Value)),
            ("Price (USD)", None),
            ("Votes", None),
            ("Number of parameters", None),
            ("数值", Some(Value)),
        ] {
            assert_eq!(header_role(text), role, "{text}");
        }
    }
}
