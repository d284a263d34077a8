//! What a document says: a summary, then the rows.

use shared::{
    domain::{Day, EnrolmentStatus, TimeZone, Validity, moment::brief},
    http::csv::cell,
};

use super::{
    Line, Report, Summed,
    columns::{CELL, COURSES, FIGURE, HEAD, HEADING, RULE, SAID, STATUSES, colour},
    figures::{CourseFigures, Figures},
    head::WIDE,
    wording::{counted, label, number, percent, share},
};
use crate::{
    print::{
        flow::Block,
        table::{Cell, Cells, Table},
        text::{Look, Text},
        typeface::Typeface,
    },
    reports::row::Standing,
};

/// Makes what a document says.
pub fn blocks(typeface: &Typeface, report: &Report) -> Vec<Block> {
    let mut blocks = vec![];
    if let Some(summary) = &report.summary {
        blocks.extend(summed_up(typeface, summary));
    }
    blocks.push(heading(typeface, report.naming.heading()));
    if !report.rows.is_empty() {
        blocks.push(Block::Table(rows(typeface, report)));
    }
    blocks.push(paragraph(typeface, &end(report)));
    blocks
}

fn summed_up(typeface: &Typeface, summary: &Summed) -> Vec<Block> {
    let (Summed::Whole(figures) | Summed::Rows(figures)) = summary;
    let mut blocks = vec![heading(typeface, "Summary"), paragraph(typeface, &sentence(summary))];
    if figures.total() > 0 {
        blocks.push(Block::Table(statuses(typeface, figures)));
        blocks.push(Block::Table(courses(typeface, figures)));
    }
    blocks
}

fn heading(typeface: &Typeface, says: &str) -> Block {
    Block::Heading(2, says.to_owned(), one_line(typeface, says, HEADING))
}

fn paragraph(typeface: &Typeface, says: &str) -> Block {
    Block::Paragraph(Text::wrapped(typeface, says, SAID, WIDE, 2))
}

fn one_line(typeface: &Typeface, says: &str, look: Look) -> Text {
    Text::wrapped(typeface, says, look, WIDE, 1)
}

/// The summary in a sentence.
fn sentence(summary: &Summed) -> String {
    let (Summed::Whole(figures) | Summed::Rows(figures)) = summary;
    let total = figures.total();
    let completed = figures.with(EnrolmentStatus::Completed);
    let completed = format!("{} completed ({})", number(completed), percent(completed, total));
    match (summary, figures.drivers) {
        (Summed::Rows(_), _) => {
            format!("Of {} of this document: {completed}.", counted(total, "row", "rows"))
        }
        (Summed::Whole(_), drivers) => {
            let enrolments = counted(total, "enrolment", "enrolments");
            let drivers = drivers.map(|drivers| {
                format!("{}, ", counted(drivers.into(), "active driver", "active drivers"))
            });
            format!("{}{enrolments}, {completed}.", drivers.unwrap_or_default())
        }
    }
}

fn statuses(typeface: &Typeface, figures: &Figures) -> Table {
    let mut table = Table::new(typeface, STATUSES, HEAD, RULE);
    let (mut cells, total) = (Cells::new(typeface, FIGURE), figures.total());
    let [status_column, _, count_column, share_column] = STATUSES else { return table };
    for status in EnrolmentStatus::ALL {
        let count = figures.with(status);
        table.push(vec![
            cells.text(status_column, label(status.as_str())),
            Cell::Bar(vec![(share(count, total), colour(status))]),
            cells.text(count_column, number(count)),
            cells.text(share_column, percent(count, total)),
        ]);
    }
    table
}

fn courses(typeface: &Typeface, figures: &Figures) -> Table {
    let mut table = Table::new(typeface, COURSES, HEAD, RULE);
    let mut cells = Cells::new(typeface, CELL);
    for course in &figures.courses {
        let mut texts = vec![course.title.clone(), number(course.total())];
        texts.extend(EnrolmentStatus::ALL.map(|status| number(course.with(status))));
        texts.push(course.average_score.map_or_else(String::new, |score| score.to_string()));
        let columns = COURSES.iter().filter(|column| !column.head.is_empty());
        let mut row: Vec<_> =
            columns.zip(texts).map(|(column, text)| cells.text(column, text)).collect();
        row.insert(1, bar(course));
        table.push(row);
    }
    table
}

/// A bar of all statuses of a course, each with its share.
fn bar(course: &CourseFigures) -> Cell {
    let total = course.total();
    let part = |status: EnrolmentStatus| (share(course.with(status), total), colour(status));
    let parts = EnrolmentStatus::ALL.map(part).into_iter();
    Cell::Bar(parts.filter(|(share, _)| *share > 0.0).collect())
}

fn rows(typeface: &Typeface, report: &Report) -> Table {
    let columns = report.naming.columns();
    let mut table = Table::new(typeface, columns, HEAD, RULE);
    let mut cells = Cells::new(typeface, CELL);
    for Line { named, standing } in &report.rows {
        let texts = named.iter().cloned().chain(texts(standing, &report.zone));
        table.push(
            columns.iter().zip(texts).map(|(column, text)| cells.text(column, text)).collect(),
        );
    }
    table
}

/// How far a driver has come, in the order of the columns.
fn texts(standing: &Standing, zone: &TimeZone) -> [String; 6] {
    [
        label(standing.status.as_str()),
        format!("{}%", standing.progress_percent),
        cell(standing.score),
        cell(due(standing, zone)),
        cell(standing.last_activity_at.map(|at| brief(at, zone))),
        valid_until(standing, zone),
    ]
}

/// When it is due: where that is a day, it is that day in whichever zone.
fn due(standing: &Standing, zone: &TimeZone) -> Option<String> {
    standing.due_on.map(Day::brief).or_else(|| standing.due_at.map(|at| brief(at, zone)))
}

/// Until when it counts that the driver has completed the course, and whether it still does.
fn valid_until(standing: &Standing, zone: &TimeZone) -> String {
    let Some(validity) = standing.validity else { return String::new() };
    let Some(until) = standing.valid_until else { return "No end".to_owned() };
    let day = zone.at(until).strftime("%-d %b %Y");
    match validity {
        Validity::Valid => day.to_string(),
        Validity::Expiring | Validity::Expired => format!("{day}, {}", validity.as_str()),
    }
}

/// Which rows these were, and whether there are more.
fn end(report: &Report) -> String {
    let (before, count) = (report.before as i64, report.rows.len() as i64);
    let (first, last) = (number(before + 1), number(before + count));
    let range = match count {
        1 => format!("Row {first} of this report"),
        _ => format!("Rows {first} to {last} of this report"),
    };
    match (count, report.goes_on) {
        (0, true) => "No rows here; the report goes on in the next document.".to_owned(),
        (_, true) => format!("{range}; more follow in the next document."),
        (0, false) => "No rows.".to_owned(),
        (_, false) if before > 0 => format!("{range}; no more follow."),
        (_, false) => format!("{}, the whole report.", counted(count, "row", "rows")),
    }
}
