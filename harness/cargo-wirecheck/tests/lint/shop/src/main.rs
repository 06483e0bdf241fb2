mod model;

use model::{Config, Reply, State, Web};

fn main() {
    let config = Config { name: "shop".into(), rest: Default::default() };
    let state = State { config, web: Web { port: 80 } };
    let bytes = bincode::serialize(&state).unwrap();
    let back: State = bincode::deserialize(&bytes).unwrap();
    println!("{}", serde_json::to_string(&Reply::Text(back.config.name)).unwrap());
    let _: Reply = serde_json::from_str("1").unwrap();
}
