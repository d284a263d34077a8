//! The function of the operation `delete_report_link`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::delete_report_link())
}
