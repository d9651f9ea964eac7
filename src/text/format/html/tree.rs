//! The tree of a page, as a browser makes it of any characters: html5ever reads, ego-tree keeps.

use ego_tree::{NodeId, NodeMut, NodeRef, Tree};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns, parse_document};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

/// What stands at a place of the page.
#[derive(Debug)]
pub(super) enum Content {
    Element(QualName, Vec<Attribute>),
    Text(StrTendril),
    /// The page itself, comments, and what templates hold.
    Other,
}

/// A place of the page.
pub(super) type Node<'a> = NodeRef<'a, Content>;

/// Reads a page.
pub(super) fn parse(page: &str) -> Tree<Content> {
    let sink = Sink { tree: RefCell::new(Tree::new(Content::Other)), none: RefCell::new(QualName::new(None, ns!(), local_name!(""))) };
    parse_document(sink, html5ever::ParseOpts::default()).one(page)
}

/// The name of an element; nothing for what is none.
pub(super) fn name(node: Node<'_>) -> &str {
    match node.value() {
        Content::Element(name, _) => &name.local,
        _ => "",
    }
}

/// An attribute of an element.
pub(super) fn attribute<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    let Content::Element(_, attributes) = node.value() else { return None };
    attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// The characters of a text.
pub(super) fn words<'a>(node: Node<'a>) -> Option<&'a str> {
    match node.value() {
        Content::Text(words) => Some(words),
        _ => None,
    }
}

/// Keeps what html5ever reads.
struct Sink {
    tree: RefCell<Tree<Content>>,
    /// The name of what has none.
    none: RefCell<QualName>,
}

impl Sink {
    fn add(&self, content: Content) -> NodeId {
        self.tree.borrow_mut().orphan(content).id()
    }

    fn at<T>(&self, id: NodeId, change: impl FnOnce(&mut NodeMut<'_, Content>) -> T) -> Option<T> {
        self.tree.borrow_mut().get_mut(id).map(|mut node| change(&mut node))
    }
}

/// Whether text that came just before took in the new text: neighbours are one.
fn joined(before: Option<NodeMut<'_, Content>>, text: &StrTendril) -> bool {
    match before {
        Some(mut before) => match before.value() {
            Content::Text(words) => {
                words.push_tendril(text);
                true
            }
            _ => false,
        },
        None => false,
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree<Content>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree<Content> {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn get_document(&self) -> NodeId {
        self.tree.borrow().root().id()
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        let named = Ref::filter_map(self.tree.borrow(), |tree| match tree.get(*target).map(|node| node.value()) {
            Some(Content::Element(name, _)) => Some(name),
            _ => None,
        });
        named.unwrap_or_else(|_| self.none.borrow())
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let template = name.expanded() == ExpandedName { ns: &ns!(html), local: &local_name!("template") };
        let id = self.add(Content::Element(name, attributes));
        if template {
            self.at(id, |node| node.append(Content::Other).id());
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(Content::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(Content::Other)
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.at(*parent, |parent| match child {
            NodeOrText::AppendNode(id) => drop(parent.append_id(id)),
            NodeOrText::AppendText(text) if joined(parent.last_child(), &text) => {}
            NodeOrText::AppendText(text) => drop(parent.append(Content::Text(text))),
        });
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        if let NodeOrText::AppendNode(id) = child {
            self.remove_from_parent(&id);
        }
        self.at(*sibling, |sibling| match child {
            _ if sibling.parent().is_none() => {}
            NodeOrText::AppendNode(id) => drop(sibling.insert_id_before(id)),
            NodeOrText::AppendText(text) if joined(sibling.prev_sibling(), &text) => {}
            NodeOrText::AppendText(text) => drop(sibling.insert_before(Content::Text(text))),
        });
    }

    fn append_based_on_parent_node(&self, element: &NodeId, before: &NodeId, child: NodeOrText<NodeId>) {
        if self.at(*element, |element| element.parent().is_some()) == Some(true) {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.at(*target, |node| {
            node.detach();
        });
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        self.at(*parent, |parent| parent.reparent_from_id_append(*node));
    }

    fn add_attrs_if_missing(&self, target: &NodeId, more: Vec<Attribute>) {
        self.at(*target, |node| {
            if let Content::Element(_, attributes) = node.value() {
                let new = |attribute: &Attribute| attributes.iter().all(|known| known.name != attribute.name);
                let more: Vec<Attribute> = more.into_iter().filter(new).collect();
                attributes.extend(more);
            }
        });
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.at(*target, |node| node.first_child().map(|contents| contents.id())).flatten().unwrap_or(*target)
    }
}
