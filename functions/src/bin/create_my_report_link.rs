//! The function of the operation `create_my_report_link`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::create_my_report_link())
}
