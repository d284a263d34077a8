//! The function of the operation `delete_my_report_link`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::delete_my_report_link())
}
