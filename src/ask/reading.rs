//! What was understood, in plain words of both languages, so that the one who asks sees what is answered.

use super::meaning::{By, Class, Condition, Constraint, How, Missing, Named, Order, Question, Roles, Wanted, Which};
use super::names::Kind;
use crate::language::Message;
use crate::message;

/// The words for a question that was understood.
pub(super) fn reading(question: &Question) -> Message {
    let what = wanted(&question.wanted);
    let what = match question.how {
        How::List => what,
        How::Count => message!("the number of: {what}", what => what),
        How::Whether if matches!(question.wanted, Wanted::Whether { .. } | Wanted::Lies { .. } | Wanted::Compared { .. }) => what,
        How::Whether => message!("whether there are: {what}", what => what),
        How::Never => message!("whether there are no: {what}", what => what),
        How::Ranked { by, order } => {
            let by = counted(by);
            match order {
                Order::Most => message!("{what}, those with the most {by}", what => what, by => by),
                Order::Fewest => message!("{what}, those with the fewest {by}, but some", what => what, by => by),
                Order::Bounded { least, most, count } => {
                    let what = match most {
                        Some(most) if most == least => {
                            message!("{what}, those with exactly {number} {by}", what => what, number = least, by => by)
                        }
                        _ => message!("{what}, those with at least {number} {by}", what => what, number = least, by => by),
                    };
                    if count { message!("the number of: {what}", what => what) } else { what }
                }
                Order::Each => message!("{what}, each with the number of its {by}", what => what, by => by),
                Order::Top(number) => message!("{what}, the first {number} by {by}", what => what, number = number, by => by),
            }
        }
    };
    let constraints =
        question.constraints.iter().map(constraint).reduce(|one, other| message!("{one}, {other}", one => one, other => other));
    let what = match constraints {
        Some(constraints) => message!("{what}; of the tasks {constraints}", what => what, constraints => constraints),
        None => what,
    };
    let what = match question.among.as_slice() {
        [] => what,
        units => message!("{what}; to choose from: {units}", what => what, units => names(units, true)),
    };
    match question.except.as_slice() {
        [] => what,
        except => message!("{what}; without {names}", what => what, names => names(except, false)),
    }
}

fn wanted(wanted: &Wanted) -> Message {
    match wanted {
        Wanted::Tasks => message!("tasks"),
        Wanted::Parties { roles } => message!("units that {role}", role => role(*roles)),
        Wanted::Units { with, never } => {
            let with =
                with.iter().map(|roles| role(*roles)).reduce(|one, other| message!("{first} and {next}", first => one, next => other));
            match with {
                None => message!("units that never {role}", role => role(*never)),
                Some(with) if never.is_empty() => message!("units that {role}", role => with),
                Some(with) => message!("units that {only}, but never {role}", only => with, role => role(*never)),
            }
        }
        Wanted::Things(of) => message!("{class} that are named", class => class(*of)),
        Wanted::Deadlines => message!("deadlines"),
        Wanted::Texts => message!("words of the text"),
        Wanted::Resolved(group) => message!("divisions that {name} means", name = group.label),
        Wanted::Class { class: of, within: None } => message!("all {class}", class => class(*of)),
        Wanted::Class { class: of, within: Some(place) } => message!("{class} in {place}", class => class(*of), place = place.label),
        Wanted::Developed { place, crops: true } => message!("crops that {place}, or a place in it, is to grow", place = place.label),
        Wanted::Developed { place, crops: false } => {
            message!("industries that {place}, or a place in it, is to develop", place = place.label)
        }
        Wanted::Developers { industry, class: of } => {
            message!("{class} that are to develop {industry}", class => class(*of), industry = industry.label)
        }
        Wanted::Common(places) => message!("industries that each of {places} is to develop", places => names(places, false)),
        Wanted::Places { class: of, conditions } => {
            let all = conditions.iter().map(condition).reduce(|one, other| message!("{one}, {other}", one => one, other => other));
            message!("{class} {conditions}", class => class(*of), conditions => all.unwrap_or_else(|| message!("{name}", name = "")))
        }
        Wanted::Covered { areas, class: of } => message!("{class} of {areas}", class => class(*of), areas => class(*areas)),
        Wanted::Listed(things) => message!("all {name}", name = things.label),
        Wanted::Chapters => message!("chapters"),
        Wanted::Compared { more, less, roles } => {
            let role = role(*roles);
            message!("whether there are more tasks in which {unit} {role} than {other}", unit = more.label, role => role, other = less.label)
        }
        Wanted::Goods(place) => message!("goods that {place} trades in", place = place.label),
        Wanted::Traders(good) => message!("ports and places that trade in {good}", good = good.label),
        Wanted::Members { area, .. } => message!("places that belong to {area}", area = area.label),
        Wanted::AreasOf { place, class: of } => message!("{class} that {place} belongs to", class => class(*of), place = place.label),
        Wanted::Within { place, class: of } => message!("{class} that {place} lies in", class => class(*of), place = place.label),
        Wanted::Inside { place, class: of } => message!("{class} in {place}", class => class(*of), place = place.label),
        Wanted::Successors(unit) => message!("what became of {unit}", unit = unit.label),
        Wanted::Predecessors(unit) => message!("what {unit} was before", unit = unit.label),
        Wanted::Names { of, which: Which::All } => message!("names of {thing}", thing = of.label),
        Wanted::Names { of, which: Which::Full } => message!("full name of {thing}", thing = of.label),
        Wanted::Names { of, which: Which::Short } => message!("short name of {thing}", thing = of.label),
        Wanted::Evidence { place, industry } => {
            message!("tasks whose words say that {place} is to develop {industry}", place = place.label, industry = industry.label)
        }
        Wanted::Whether { place, industry, trades: false } => {
            message!("whether {place}, or a place in it, is to develop {industry}", place = place.label, industry = industry.label)
        }
        Wanted::Whether { place, industry, trades: true } => {
            message!("whether {place} trades in {industry}", place = place.label, industry = industry.label)
        }
        Wanted::Lies { inner, outer, .. } => message!("whether {inner} lies in {outer}", inner = inner.label, outer = outer.label),
    }
}

fn role(roles: Roles) -> Message {
    match roles {
        Roles::LEAD => message!("lead"),
        Roles::SUPPORT => message!("support"),
        Roles::CHARGE => message!("lead or are responsible"),
        Roles::ANY => message!("take part"),
        _ => message!("lead or support"),
    }
}

fn counted(by: By) -> Message {
    match by {
        By::Tasks => message!("tasks"),
        By::Units(Roles::ANY) => message!("units"),
        By::Units(roles) => message!("units that {role}", role => role(roles)),
        By::Things(of) => class(of),
        By::Develops => message!("industries and places of development"),
    }
}

fn class(class: Class) -> Message {
    match class {
        Class::Task => message!("tasks"),
        Class::Unit => message!("units"),
        Class::Place => message!("places"),
        Class::City => message!("cities and leagues"),
        Class::County => message!("counties and banners"),
        Class::Country => message!("countries"),
        Class::Topic => message!("topics"),
        Class::Industry => message!("industries"),
        Class::Port => message!("ports"),
        Class::BorderPort => message!("border ports"),
        Class::Belt => message!("industry belts"),
        Class::Zone => message!("ecological zones"),
        Class::Cluster => message!("city clusters"),
        Class::DevelopmentZone => message!("development zones"),
        Class::Project => message!("projects"),
        Class::Chapter => message!("chapters"),
    }
}

fn condition(condition: &Condition) -> Message {
    match condition {
        Condition::CoveredBy(area) => message!("that belong to {area}", area = area.label),
        Condition::LiesIn(place) => message!("that lie in {place}", place = place.label),
        Condition::Develops(industry) => message!("that are to develop {industry}", industry = industry.label),
        Condition::Trades(good) => message!("that trade in {good}", good = good.label),
    }
}

fn constraint(constraint: &Constraint) -> Message {
    match constraint {
        Constraint::Dated => message!("with a deadline"),
        Constraint::Party { units, any, roles, not } => {
            let names = names(units, *any);
            match not {
                false => message!("in which {units} {role}", units => names, role => role(*roles)),
                true => message!("in which {units} do not {role}", units => names, role => role(*roles)),
            }
        }
        Constraint::About { things, any, not } => {
            let names = names(things, *any);
            match not {
                false => message!("about {things}", things => names),
                true => message!("not about {things}", things => names),
            }
        }
        Constraint::AboutClass(of) => message!("that name {class}", class => class(*of)),
        Constraint::Tasks(named) => message!("headed {title}", title = named.label),
        Constraint::Order(number) => message!("at place {number} of the document", number = number),
        Constraint::Section(named) => message!("of the section {title}", title = named.label),
        Constraint::Chapter(number) => message!("of chapter {number}", number = number),
        Constraint::Due { year, before: false } => message!("due in {year}", year = year),
        Constraint::Due { year, before: true } => message!("due by the end of {year}", year = year),
        Constraint::Without(Missing::Party(roles)) => message!("that no unit is to {role}", role => role(*roles)),
        Constraint::Without(Missing::Class(of)) => message!("that name no {class}", class => class(*of)),
        Constraint::Without(Missing::Deadline) => message!("without a deadline"),
    }
}

/// The names of things with what they are.
fn names(things: &[Named], any: bool) -> Message {
    let one = |thing: &Named| {
        let name = &thing.label;
        match thing.kind {
            Kind::Topic => message!("the topic {name}", name = name),
            Kind::Industry => message!("the industry {name}", name = name),
            Kind::Words => message!("the words 「{name}」", name = name),
            Kind::Later => message!("what is now {name}", name = name),
            _ => message!("{name}", name = name),
        }
    };
    let joined = things.iter().map(one).reduce(|first, next| {
        if any {
            message!("{first} or {next}", first => first, next => next)
        } else {
            message!("{first} and {next}", first => first, next => next)
        }
    });
    joined.unwrap_or_else(|| message!("{name}", name = ""))
}
