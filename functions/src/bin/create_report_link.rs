//! The function of the operation `create_report_link`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::create_report_link())
}
