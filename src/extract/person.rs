//! The people whom a plan holds responsible: 县住建局（陈志强）, 责任人：张三, 分管领导：李四.

use super::Grammar;
use crate::text::Span;
use crate::text::punctuation::{is_close, is_comma, is_enumeration, is_han, is_open, is_semicolon};

/// A person 责任人, in the part that the plan gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The words that name them.
    pub span: Span,
    /// The name, without the white space that sets two characters off.
    pub name: String,
    /// What the plan calls them: 副局长, 责任人, 分管领导.
    pub called: Option<String>,
}

/// People named behind a label or in a column, before it is known whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PersonList {
    /// The people.
    pub persons: Vec<Person>,
    /// The list of names that they stand behind, if they may be of the unit in it: 责任人 may, 分管领导 stands above units.
    pub after: Option<usize>,
}

/// Offices, the longer before those inside them.
const OFFICES: &[&str] = &[
    "党委书记",
    "党组书记",
    "纪委书记",
    "副书记",
    "书记",
    "副省长",
    "省长",
    "副主席",
    "主席",
    "副市长",
    "市长",
    "副州长",
    "州长",
    "副盟长",
    "盟长",
    "副县长",
    "县长",
    "副区长",
    "区长",
    "副旗长",
    "旗长",
    "副镇长",
    "镇长",
    "副乡长",
    "乡长",
    "副部长",
    "部长",
    "副厅长",
    "厅长",
    "副局长",
    "局长",
    "副主任",
    "主任",
    "副处长",
    "处长",
    "副科长",
    "科长",
    "副院长",
    "院长",
    "副校长",
    "校长",
    "副行长",
    "行长",
    "副会长",
    "会长",
    "理事长",
    "董事长",
    "副总经理",
    "总经理",
    "经理",
    "总工程师",
    "副秘书长",
    "秘书长",
    "副支队长",
    "支队长",
    "大队长",
    "副队长",
    "队长",
    "副所长",
    "所长",
    "副站长",
    "站长",
    "副组长",
    "组长",
    "常委",
    "调研员",
];
/// Surnames of one character, and of two.
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳\
    鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝臧戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵\
    席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房裘缪解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲封芮储\
    靳邴松井段富巫乌焦巴弓谷车侯宓蓬班仰秋仲伊宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻党翟谭贡劳\
    姬申扶冉宰郦雍桑桂牛寿边扈燕冀郏浦尚温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾暨衡耿弘匡文寇禄阙欧沃利蔚越隆师巩聂晁勾\
    敖融冷辛阚那简饶曾沙丰关蒯查荆游盖桓闫肖付代覃仝佟鞠迟冼岳帅苟铁操矫隋邸哈晋";
const DOUBLE_SURNAMES: &[&str] = &["欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "东方"];
/// What names of people do not end in, while those of places and parts of units do: （高新区）, （文物科）.
const NO_NAME_ENDS: &str = "区县市省州盟旗镇乡村段组科股处室站队部委办局厅院校所社司园场路线等人员会库网务头项批类代章牵管";
/// What stands behind 责任人： or in a bracket behind a unit and names nobody, though some begin like a name.
const NOBODY: &[&str] = &["待定", "另定", "同上", "暂缺", "空缺", "安全", "林业", "方案"];
/// With what words begin that name nobody in particular: 各科室, 相关人.
const NOBODY_BEGINS: &str = "各有相本按见由其该所全";

/// All people of a list, each called by the label unless the list says their office; `None` where anything in it is no person.
pub(super) fn read(grammar: &Grammar, text: &str, list: Span, label: Option<&str>) -> Option<Vec<Person>> {
    let mut persons = Vec::new();
    let mut from = list.start;
    let ends = list.of(text).char_indices().filter(|(_, c)| is_enumeration(*c) || is_comma(*c) || is_semicolon(*c));
    let ends: Vec<(usize, usize)> = ends.map(|(at, c)| (list.start + at, c.len_utf8())).chain([(list.end, 0)]).collect();
    for (end, mark) in ends {
        let piece = Span::new(from, end).trimmed(text);
        from = end + mark;
        if !piece.is_empty() {
            persons.extend(of_piece(grammar, text, piece, label.is_some())?);
        }
    }
    let called = |person: Person| Person { called: person.called.or_else(|| label.map(str::to_owned)), ..person };
    (!persons.is_empty()).then(|| persons.into_iter().map(called).collect())
}

/// A unit's name without the person in brackets behind it, and the person: 县住建局（陈志强）, 县卫健局（局长李晓光）, but all of
/// 市发展改革委（市粮食和储备局）. A short remark （新区） goes too, and is nobody.
pub(super) fn behind(grammar: &Grammar, text: &str, name: Span) -> (Span, Vec<Person>) {
    const LONGEST_REMARK: usize = 8;
    let words = name.of(text);
    let Some((unit, inner)) = words.strip_suffix(is_close).and_then(|rest| rest.rsplit_once(is_open)) else { return (name, Vec::new()) };
    // 各镇（街道） is one group.
    if !grammar.ends_like_unit(unit) || grammar.ends_like_unit(inner) || grammar.is_locality(inner) || grammar.is_group(unit) {
        return (name, Vec::new());
    }
    let close = words.chars().next_back().map_or(0, char::len_utf8);
    let bracket = Span::new(name.end - close - inner.len(), name.end - close);
    let persons = read(grammar, text, bracket, None).unwrap_or_default();
    // 香港科技大学（广州） is called so.
    let place = grammar.division_prefix(inner) == Some(inner);
    let remark = inner.chars().count() <= LONGEST_REMARK && !place;
    if persons.is_empty() && !remark {
        return (name, persons);
    }
    (Span::new(name.start, name.start + unit.len()).trimmed(text), persons)
}

/// One person, or several with white space between them. Behind a label names need no known surname (责任人：巴特尔).
fn of_piece(grammar: &Grammar, text: &str, piece: Span, labelled: bool) -> Option<Vec<Person>> {
    let mut from = piece.start;
    let tokens: Vec<Span> = piece
        .of(text)
        .split_whitespace()
        .map(|token| {
            let start = from + text[from..].find(token).unwrap_or_default();
            from = start + token.len();
            Span::new(start, from)
        })
        .collect();
    let each: Option<Vec<Person>> = tokens.iter().map(|token| person(grammar, text, *token, false)).collect();
    each.filter(|_| tokens.len() > 1)
        .or_else(|| spaced(text, piece))
        .or_else(|| person(grammar, text, piece, labelled).map(|one| vec![one]))
}

/// 「陆 明俞 悦」: names of two characters with white space inside, between which a line end was lost.
fn spaced(text: &str, piece: Span) -> Option<Vec<Person>> {
    let mut persons = Vec::new();
    let mut chars = piece.of(text).char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let mut white = false;
        while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {
            white = true;
        }
        let (at, second) = chars.next()?;
        let name: String = [first, second].iter().collect();
        if !white || !is_name(&name) {
            return None;
        }
        let span = Span::new(start, at + second.len_utf8()).shifted(piece.start);
        persons.push(Person { span, name, called: None });
    }
    Some(persons)
}

/// 陈志强, 局长李晓光, 县住建局局长李晓光, 李晓光局长, 李晓光（副县长）, 李晓光同志.
fn person(grammar: &Grammar, text: &str, piece: Span, labelled: bool) -> Option<Person> {
    let words = piece.of(text);
    if let Some((name, office)) = words.strip_suffix(is_close).and_then(|rest| rest.rsplit_once(is_open)) {
        let named = person(grammar, text, Span::new(piece.start, piece.start + name.len()).trimmed(text), labelled)?;
        return Some(Person { called: named.called.or_else(|| Some(bare(office))), ..named });
    }
    let made = |span: Span, called: Option<&str>| Person { span, name: bare(span.of(text)), called: called.map(bare) };
    let polite = Span::new(piece.start, piece.start + words.trim_end_matches("同志").len()).trimmed(text);
    let words = polite.of(text);
    if is_name(&bare(words)) {
        return Some(made(polite, None));
    }
    for (at, office) in OFFICES.iter().flat_map(|office| words.match_indices(office)) {
        let (before, after) = (words[..at].trim(), words[at + office.len()..].trim());
        if is_name(&bare(after)) {
            let span = Span::new(polite.end - after.len(), polite.end);
            return Some(made(span, Some(words[..at + office.len()].trim())));
        }
        if after.is_empty() && is_name(&bare(before)) {
            return Some(made(Span::new(polite.start, polite.start + before.len()), Some(&words[at..])));
        }
    }
    let nobody = grammar.ends_like_unit(words) || grammar.is_group(words) || NOBODY.contains(&words);
    (labelled && !nobody && is_foreign_name(&bare(words))).then(|| made(polite, None))
}

fn bare(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A surname and one or two characters: 马骏, 陈志强, 欧阳文. 高新区 is none, and 局长 has no surname.
fn is_name(words: &str) -> bool {
    let double = DOUBLE_SURNAMES.iter().find_map(|surname| words.strip_prefix(surname)).filter(|given| !given.is_empty());
    let single = || words.strip_prefix(|c| SURNAMES.contains(c));
    let Some(given) = double.or_else(single).filter(|_| !NOBODY.contains(&words)) else { return false };
    matches!(given.chars().count(), 1 | 2) && given.chars().all(is_han) && ends_like_name(words) && !OFFICES.contains(&words)
}

/// 巴特尔, 阿依古丽·买买提: names that begin with no surname.
fn is_foreign_name(words: &str) -> bool {
    let length = words.chars().count();
    let longest = if words.contains(['·', '•']) { 16 } else { 4 };
    (2..=longest).contains(&length)
        && words.chars().all(|c| is_han(c) || matches!(c, '·' | '•'))
        && ends_like_name(words)
        && !words.starts_with(|c| NOBODY_BEGINS.contains(c))
}

fn ends_like_name(words: &str) -> bool {
    !words.ends_with(|c| NO_NAME_ENDS.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn grammar() -> Grammar {
        Grammar::new(&Lexicon::builtin().expect("tables"))
    }

    #[test]
    fn people_are_told_by_their_names_and_offices() {
        let grammar = grammar();
        let people = |words: &str, label| {
            let persons = read(&grammar, words, Span::new(0, words.len()), label)?;
            Some(persons.into_iter().map(|person| (person.name, person.called.unwrap_or_default())).collect::<Vec<_>>())
        };
        type Case = (&'static str, Option<&'static str>, &'static [(&'static str, &'static str)]);
        let cases: &[Case] = &[
            ("陈志强", None, &[("陈志强", "")]),
            ("张三、李四", Some("责任人"), &[("张三", "责任人"), ("李四", "责任人")]),
            ("张三 李四", Some("责任人"), &[("张三", "责任人"), ("李四", "责任人")]),
            ("局长李晓光", None, &[("李晓光", "局长")]),
            ("县住建局局长李晓光", Some("责任人"), &[("李晓光", "县住建局局长")]),
            ("李晓光局长", None, &[("李晓光", "局长")]),
            ("李长春（副县长）", Some("责任领导"), &[("李长春", "副县长")]),
            ("县长李长春同志", None, &[("李长春", "县长")]),
            ("欧阳文", None, &[("欧阳文", "")]),
            ("马 骏", None, &[("马骏", "")]),
            ("马 骏周 敏", Some("分管领导"), &[("马骏", "分管领导"), ("周敏", "分管领导")]),
            ("巴特尔", Some("责任人"), &[("巴特尔", "责任人")]),
            ("阿依古丽·买买提", Some("责任人"), &[("阿依古丽·买买提", "责任人")]),
        ];
        for (words, label, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(name, called)| ((*name).to_owned(), (*called).to_owned())).collect();
            assert_eq!(people(words, *label), Some(expected), "{words}");
        }
        for (words, label) in [
            ("高新区", None),
            ("格日勒", None),
            ("安全", None),
            ("新区", None),
            ("局长", None),
            ("文物科", None),
            ("待定", Some("责任人")),
            ("各科室负责人", Some("责任人")),
            ("县教育局", Some("责任人")),
            ("张三、县教育局", Some("责任人")),
        ] {
            assert_eq!(people(words, label), None, "{words}");
        }
    }

    #[test]
    fn a_person_in_brackets_is_no_part_of_a_name() {
        let grammar = grammar();
        for (words, unit, person) in [
            ("县住建局（陈志强）", "县住建局", Some("陈志强")),
            ("县卫健局（局长李晓光）", "县卫健局", Some("李晓光")),
            ("县住建局（城区段）", "县住建局", None),
            ("市发展改革委（市粮食和储备局）", "市发展改革委（市粮食和储备局）", None),
            ("各县（市、区）", "各县（市、区）", None),
        ] {
            let (span, persons) = behind(&grammar, words, Span::new(0, words.len()));
            assert_eq!((span.of(words), persons.first().map(|person| person.name.as_str())), (unit, person), "{words}");
        }
    }
}
