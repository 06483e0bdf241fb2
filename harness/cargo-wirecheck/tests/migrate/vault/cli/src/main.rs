fn main() {
    println!("{:?}", vault::sign(&vault::Token { user: 1, secret: [0; 4] }));
}
