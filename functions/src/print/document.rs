//! A document as a file: what archives keep (PDF/A-2a) and what can be read out (PDF/UA-1). The crate
//! checks that it is. Nothing of it depends on when or where it is made.

use jiff::{Timestamp, tz::TimeZone};
use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    error::KrillaError,
    geom::Point,
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::{Page, PageSettings},
    tagging::{Node, TagTree},
};

/// What keeps a document from being made: only a fault of the program's.
#[derive(Debug)]
pub struct Fault(pub String);

impl From<KrillaError> for Fault {
    fn from(error: KrillaError) -> Self {
        // Not what it is about: that may be somebody's name.
        Self(error.to_string())
    }
}

/// How wide and how high a page of A4 is that lies across.
pub const WIDTH: f32 = 841.89;
/// See [`WIDTH`].
pub const HEIGHT: f32 = 595.28;

/// What a document tells of itself.
pub struct About {
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub author: String,
    /// What tells it from others.
    pub id: String,
    /// When it was made, or what it tells of happened.
    pub at: Timestamp,
    /// Its parts, each with its page and how far down that it begins. A document that can be read out has
    /// to have some.
    pub parts: Vec<(String, usize, f32)>,
}

/// A document of no pages yet.
pub fn begin() -> Result<Document, Fault> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Fault(format!("{error:?}")))?;
    Ok(Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() }))
}

/// A further page.
pub fn page(document: &mut Document) -> Result<Page<'_>, Fault> {
    let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| Fault("no page".into()))?;
    Ok(document.start_page_with(size))
}

/// The file: `nodes` are what its readers are told, in order.
pub fn finish(mut document: Document, nodes: Vec<Node>, about: About) -> Result<Vec<u8>, Fault> {
    let mut tree = TagTree::new().with_lang(Some("en".into()));
    nodes.into_iter().for_each(|node| tree.push(node));
    document.set_tag_tree(tree);
    document.set_outline(outline(&about));
    document.set_metadata(metadata(about));
    Ok(document.finish()?)
}

fn outline(about: &About) -> Outline {
    let mut outline = Outline::new();
    for (part, page, top) in &about.parts {
        let place = XyzDestination::new(*page, Point::from_xy(0.0, *top));
        outline.push_child(OutlineNode::new(part.clone(), place));
    }
    outline
}

fn metadata(about: About) -> Metadata {
    let at = about.at.to_zoned(TimeZone::UTC);
    let part = |number: i8| number.unsigned_abs();
    let made = DateTime::new(at.year().unsigned_abs())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()));
    Metadata::new()
        .title(about.title)
        .authors(vec![about.author])
        .language("en".into())
        .document_id(about.id)
        .creation_date(made.utc_offset_hour(0).utc_offset_minute(0))
}
