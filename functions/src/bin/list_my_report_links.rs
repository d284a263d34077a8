//! The function of the operation `list_my_report_links`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_my_report_links())
}
