//! The function of the operation `open_report`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::open_report())
}
