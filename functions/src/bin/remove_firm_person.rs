//! The function of the operation `remove_firm_person`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::remove_firm_person())
}
