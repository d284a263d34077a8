//! The function of the operation `import_users`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::import_users())
}
