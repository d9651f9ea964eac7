//! What every figure is told beside its data: for whom it is drawn, and from which part of which plans.

use crate::analyse::{Ledger, Plan};
use crate::draw::caption::{Caption, Key};
use crate::language::{Language, Message, message};

/// The most plans whose titles stand below a figure.
const TITLES: usize = 3;

/// For whom a figure is drawn, and from what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The language of caption and legend.
    pub language: Language,
    /// Title, issuer and date of the plans.
    pub source: String,
    /// What the figure is about, where it is not the whole plan: a topic, a section, a place, a unit.
    pub subject: Vec<String>,
    /// Which tasks are looked at, where not all are; with how many there are.
    pub scope: Vec<String>,
}

impl Setting {
    /// The setting of figures of the plans of a ledger.
    pub fn of(ledger: &Ledger, language: Language) -> Self {
        Self::of_plans(&ledger.plans, language)
    }

    /// The setting of figures of some plans.
    pub fn of_plans(plans: &[Plan], language: Language) -> Self {
        let titles: Vec<String> = plans
            .iter()
            .take(TITLES)
            .map(|plan| {
                let known: Vec<&str> = [plan.issuer.as_str(), plan.issued.as_str()]
                    .into_iter()
                    .filter(|words| !words.is_empty() && !plan.name.contains(words))
                    .collect();
                if known.is_empty() { plan.name.clone() } else { format!("{}（{}）", plan.name, known.join("，")) }
            })
            .collect();
        let mut source = titles.join("；");
        if plans.len() > TITLES {
            source.push_str(&message!(" and {more} more plans", more = plans.len() - TITLES).say(language));
        }
        Self { language, source, subject: Vec::new(), scope: Vec::new() }
    }

    /// A sentence in the language of the figure.
    pub(super) fn say(&self, message: &Message) -> String {
        message.say(self.language)
    }

    /// The caption: what kind of figure it is and of what, what is shown, which tasks are looked at, what was left out, and from where it is.
    pub(super) fn caption(&self, head: &Message, shown: &[Message], legend: Vec<Key>) -> Caption {
        let head = self.say(head);
        let title = if self.subject.is_empty() {
            head
        } else {
            let subject = Message::list(&self.subject).say(self.language);
            message!("{figure}: {subject}", figure = head, subject = subject).say(self.language)
        };
        let mut lines: Vec<String> = shown.iter().map(|message| self.say(message)).collect();
        // What the whole is about stands first, then which part of the plan, then what was left out of it.
        let at = lines.len().min(1);
        lines.splice(at..at, self.scope.iter().cloned());
        if !self.source.is_empty() {
            lines.push(self.say(&message!("Source: {plan}", plan = self.source)));
        }
        let legend = legend.into_iter().filter(|key| !key.marks.is_empty()).collect();
        Caption { title, lines, legend }
    }
}
