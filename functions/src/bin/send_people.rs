//! The function of the operation `send_people`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::send_people())
}
