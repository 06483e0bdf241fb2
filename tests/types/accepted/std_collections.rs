//! Collections.

cases! { accepted;
    list: Vec<u32> = [vec![], vec![0, u32::MAX]];
    list_of_lists: Vec<Vec<String>> = [vec![vec![]], vec![vec![s(""), s("a")], vec![]]];
    list_of_nothing: Vec<()> = [vec![], vec![(); 3]];
    list_of_much_nothing: Vec<()> = [vec![(); 70_000]];
    list_of_many_units: Vec<Unit> = [vec![Unit; 70_000]] { struct Unit; };
    deque: VecDeque<u8> = [VecDeque::new(), VecDeque::from([1, 2])];
    linked_list: LinkedList<String> = [LinkedList::new(), LinkedList::from([s("a")])];
    heap: BinaryHeap<u8> = [BinaryHeap::new(), BinaryHeap::from([3, 1, 2])] same(|a, b| a.clone().into_sorted_vec() == b.clone().into_sorted_vec());
    tree_set: BTreeSet<String> = [BTreeSet::new(), BTreeSet::from([s(""), s("a")])];
    hash_set: HashSet<u64> = [HashSet::new(), HashSet::from([1, u64::MAX])];
    set_of_options: BTreeSet<Option<u8>> = [BTreeSet::from([None, Some(1)])];
    set_of_pairs: HashSet<(u8, String)> = [HashSet::from([(1, s("a"))])];
    hash_map: HashMap<String, u8> = [HashMap::new(), HashMap::from([(s("a"), 1), (s(""), 2)])];
    hash_map_other_hasher: HashMap<u8, u8, std::hash::BuildHasherDefault<std::hash::DefaultHasher>> = [HashMap::from_iter([(1, 2)])];
    map_of_maps: BTreeMap<String, BTreeMap<u8, Vec<u8>>> = [map([(s("a"), map([(1, vec![])]))])];
    map_of_options: BTreeMap<u8, Option<u8>> = [map([(1, None), (2, Some(1))])];
    map_of_nothing: BTreeMap<u8, ()> = [map([(1, ())])];
    map_in_key: BTreeMap<BTreeMap<u8, u8>, u8> = [map([(map([(1, 2)]), 3)])];
    list_of_maps: Vec<HashMap<bool, char>> = [vec![HashMap::from([(true, 'x')])]];
}
