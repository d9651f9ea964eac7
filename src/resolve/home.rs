//! Whose plan it is: what 自治区, 省, 市 mean in it.

use super::Gazetteer;
use super::gazetteer::Strength;
use super::model::PlaceRef;
use crate::document::{Document, Metadata};
use crate::lexicon::Lexicon;
use std::collections::BTreeMap;

/// The division whose plan it is: from the metadata, the title, the addressees and the opening, or the divisions most named.
pub(super) fn home(lexicon: &Lexicon, gazetteer: &Gazetteer, document: &Document, metadata: &Metadata) -> Option<usize> {
    if let Some(at) = metadata.division.as_deref().and_then(|code| gazetteer.division(code)) {
        return Some(at);
    }
    let title = metadata.title.clone().or_else(|| document.title()).unwrap_or_default();
    let issuer = metadata.issuer.clone().unwrap_or_default();
    [issuer, title].iter().find_map(|words| first_division(gazetteer, words)).or_else(|| most_named(lexicon, gazetteer, document))
}

/// Whether it is a plan of the State Council: issued by it, or numbered as its documents are, 国办发〔2018〕78号.
pub(super) fn is_central(document: &Document, metadata: &Metadata) -> bool {
    const NUMBERS: &[&str] = &["国发", "国办发", "国函", "国办函", "中办发", "中发"];
    let issued = metadata.issuer.as_deref().is_some_and(|issuer| issuer.starts_with("国务院") || issuer.starts_with("中共中央"));
    let number = document.front.document_number.map(|span| document.source.words(span));
    let addressed = document.front.recipients.map(|span| document.source.words(span)).unwrap_or_default();
    issued
        || number.is_some_and(|number| NUMBERS.iter().any(|first| number.starts_with(first)))
        || (addressed.starts_with("各省、自治区、直辖市") && metadata.division.is_none())
}

fn first_division(gazetteer: &Gazetteer, words: &str) -> Option<usize> {
    gazetteer.forms.find(words).find_map(|(_, _, candidates)| {
        candidates.iter().find_map(|candidate| match candidate.place {
            PlaceRef::Division(at) if candidate.strength == Strength::Whole => Some(at),
            _ => None,
        })
    })
}

/// The province in which most of the divisions lie that the text names without doubt, if it is most by far.
fn most_named(lexicon: &Lexicon, gazetteer: &Gazetteer, document: &Document) -> Option<usize> {
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, _, candidates) in gazetteer.forms.find(document.source.folded()) {
        if let [candidate] = candidates
            && candidate.strength == Strength::Whole
            && let PlaceRef::Division(at) = candidate.place
            && let Some(province) = gazetteer.division(&format!("{}0000", &lexicon.divisions[at].code[..2]))
        {
            *votes.entry(province).or_default() += 1;
        }
    }
    let total: usize = votes.values().sum();
    let (province, most) = votes.into_iter().max_by_key(|(province, count)| (*count, std::cmp::Reverse(*province)))?;
    (most >= 3 && most * 2 > total).then_some(province)
}
