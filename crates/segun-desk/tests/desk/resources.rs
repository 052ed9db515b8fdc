//! Every resource, asked as a program asks.

use crate::common::{API, Running};
use serde_json::{Value, json};

fn items(value: &Value) -> &Vec<Value> {
    value["items"].as_array().unwrap()
}

#[test]
fn the_ledger_says_what_is_in_it() {
    let desk = Running::start();
    let ledger = desk.json("/ledger");
    assert_eq!((&ledger["reports"], &ledger["outlets"]), (&json!(4), &json!(4)));
    assert_eq!((&ledger["first"], &ledger["last"]), (&json!("2024-05-01"), &json!("2024-05-03")));
    assert_eq!(ledger["languages"], json!([{ "code": "es", "reports": 4 }]));
    assert_eq!(ledger["version"], env!("CARGO_PKG_VERSION"));
    assert!(ledger["types"].as_array().unwrap().contains(&json!("ASSAULT")));
    assert!(ledger["change"].as_str().is_some_and(|change| !change.is_empty()));
}

#[test]
fn claims_are_found_by_every_filter_and_shown_with_their_words() {
    let desk = Running::start();
    let all = desk.json("/claims");
    assert_eq!(items(&all).len(), 7, "{all}");
    assert_eq!((&all["items"][0]["type"], &all["next"]), (&json!("ASSAULT"), &Value::Null));
    for (query, count) in [
        ("actor=Ana%20Duarte", 6),
        ("actor=Ana+Duarte&recipient=Luis%20Prado", 3),
        ("party=Chad&party=Sudan", 1),
        ("party=iso3%3ACHL", 3),
        ("country=chl", 3),
        ("type=ASSAULT", 1),
        ("certainty=possible", 3),
        ("polarity=%2B", 7),
        ("polarity=-", 0),
        ("when=past", 1),
        ("outlet=Norte", 2),
        ("language=en", 0),
        ("since=2024-05-02", 3),
        ("until=2024-05-01", 4),
        ("origins=9", 0),
        ("origin=1", 6),
        ("origin=1&outlet=Norte", 2),
        ("origin=9", 0),
        ("story=99", 0),
        ("text=bombarde%C3%B3", 1),
        ("limit=2", 2),
    ] {
        let found = desk.json(&format!("/claims?{query}"));
        assert_eq!(items(&found).len(), count, "{query}: {found}");
        assert_eq!(found.get("unknown"), None, "{query}");
    }
    let unknown = desk.json("/claims?actor=Nadie%20Ninguno");
    assert!(items(&unknown).is_empty() && unknown["unknown"].as_str().unwrap().contains("Nadie Ninguno"));

    let id = &all["items"][1]["id"];
    let claim = desk.json(&format!("/claims/{id}"));
    assert_eq!(&claim["id"], id);
    assert!(claim["trigger_words"]["text"].is_string() && claim.get("why").is_some(), "{claim}");
}

#[test]
fn threads_have_days_steps_origins_and_places() {
    let desk = Running::start();
    let threads = desk.json("/threads");
    let meeting = items(&threads).iter().max_by_key(|thread| thread["reports"].as_i64()).unwrap();
    assert_eq!(meeting["reports"], 3);
    let days = meeting["days"].as_array().unwrap();
    assert_eq!(days.len(), 14);
    assert_eq!(days.iter().filter_map(Value::as_i64).sum::<i64>(), meeting["claims"].as_i64().unwrap());

    let whole = desk.json(&format!("/threads/{}", meeting["id"]));
    assert_eq!(whole["thread"]["about"], meeting["about"]);
    assert_eq!(whole["days"][0][0], "2024-05-01");
    assert!(!whole["steps"].as_array().unwrap().is_empty());
    let origins = whole["origins"].as_array().unwrap();
    assert_eq!(origins.len() as i64, meeting["origins"].as_i64().unwrap());
    assert!(origins[0]["reports"][0]["title"].is_string() && origins[0]["claims"][0].is_i64(), "{whole}");
    assert!(whole["places"].is_array());

    let claims = desk.json(&format!("/threads/{}/claims?limit=2", meeting["id"]));
    assert_eq!(items(&claims).len(), 2);
    assert!(claims["items"][0]["published"].as_str() <= claims["items"][1]["published"].as_str());
    desk.get("/threads/999").is_problem(404);
    desk.get("/threads/999/claims").is_problem(404);
}

#[test]
fn reports_come_with_their_reading() {
    let desk = Running::start();
    assert_eq!(items(&desk.json("/reports")).len(), 4);
    let found =
        desk.json("/reports?outlet=Sur&language=es&since=2024-05-02&until=2024-05-02&text=presidenta");
    assert_eq!(items(&found).len(), 1);
    let report = desk.json(&format!("/reports/{}", found["items"][0]["id"]));
    assert_eq!(
        (&report["reading"]["schema"], &report["report"]["outlet"]),
        (&json!("segun/1"), &json!("Sur"))
    );
    assert_eq!(report["claims"].as_array().unwrap().len(), 2);
    assert_eq!(report["versions"].as_array().unwrap().len(), 1);
    assert_eq!(report["origin"]["id"], report["report"]["origin"]);
    assert_eq!(report["story"]["id"], report["report"]["story"]);
    let text: Vec<char> = report["reading"]["text"].as_str().unwrap().chars().collect();
    let trigger = &report["reading"]["events"][0]["trigger"];
    let at = |key: &str| trigger[key].as_u64().unwrap() as usize;
    assert_eq!(trigger["text"], text[at("start")..at("end")].iter().collect::<String>());
}

#[test]
fn who_says_it_and_who_prints_it() {
    let desk = Running::start();
    let sources = desk.json("/sources");
    let source = &items(&sources)[0];
    assert!(source["record"].is_array());
    assert_eq!(&desk.json(&format!("/sources/{}", source["id"])), source);
    let name = source["name"].as_str().unwrap().replace(' ', "%20");
    assert_eq!(&items(&desk.json(&format!("/sources?holder={name}")))[0], source);

    let outlets = desk.json("/outlets");
    let outlet = &items(&outlets)[0];
    assert_eq!((items(&outlets).len(), &outlet["kind"]), (4, &json!("outlet")));
    assert_eq!(&desk.json(&format!("/outlets/{}", outlet["id"])), outlet);

    let origins = desk.json("/origins");
    assert_eq!(items(&origins)[0]["reports"], 3, "{origins}");
    let origin = desk.json(&format!("/origins/{}", origins["items"][0]["id"]));
    assert_eq!(origin["reports"].as_array().unwrap().len(), 3);
    assert_eq!(origin["origin"], origins["items"][0]);
    assert!(items(&desk.json("/origins?reports=4")).is_empty());

    let stories = desk.json("/stories");
    let story = desk.json(&format!("/stories/{}", stories["items"][0]["id"]));
    assert_eq!(story["story"], stories["items"][0]);
    let threads = desk.json(&format!("/threads?story={}", stories["items"][0]["id"]));
    assert!(!items(&threads).is_empty());
    assert_eq!(story["threads"], threads["items"]);
    let of_each = |id: &Value| items(&desk.json(&format!("/claims?story={id}"))).len();
    let told: usize = items(&stories).iter().map(|story| of_each(&story["id"])).sum();
    assert_eq!(told, items(&desk.json("/claims")).len());
    for path in
        ["/sources/999", "/outlets/999", "/origins/999", "/stories/999", "/reports/999", "/claims/999"]
    {
        assert!(desk.get(path).is_problem(404).contains("999"), "{path}");
    }
}

#[test]
fn search_network_map_names_and_news() {
    let desk = Running::start();
    let found = desk.json("/search?text=bombarde%C3%B3");
    assert_eq!(found["reports"].as_array().unwrap().len(), 1);
    assert_eq!(found["claims"][0]["trigger"], "bombardeó");
    assert_eq!(desk.json("/search?text=%21")["reports"], json!([]));

    let network = desk.json("/network?nodes=3");
    assert_eq!((&network["counted"], &network["all"]), (&json!(7), &json!(true)));
    assert_eq!(network["nodes"].as_array().unwrap().len(), 3);
    let edge = &network["edges"][0];
    assert_eq!((&edge["claims"], &edge["types"]), (&json!(3), &json!({ "CONSULT": 3 })));
    assert!(desk.json("/network?party=Nadie")["unknown"].is_string());

    assert_eq!(desk.json("/map")["counted"], 7);
    let names = desk.json("/names?prefix=ana");
    assert_eq!((&names["items"][0]["name"], &names["items"][0]["claims"]), (&json!("Ana Duarte"), &json!(6)));
    assert_eq!(items(&desk.json("/names?of=outlet&prefix=su")).len(), 1);
    assert!(items(&desk.json("/names?prefix=")).is_empty());

    let news = desk.json("/today");
    assert_eq!((&news["day"], &news["next"]), (&json!("2024-05-03"), &Value::Null));
    assert!(items(&news).iter().any(|thread| thread["type"] == "ASSAULT" && thread["new"] == true), "{news}");
    assert!(items(&desk.json("/today?since=2024-05-01&limit=1")).len() == 1);
}

#[test]
fn alerts_are_kept_listed_and_forgotten() {
    let desk = Running::start();
    let kind = [("content-type", "application/json")];
    let path = format!("{API}/alerts/negaciones%20de%20Chile");
    let filter = json!({ "party": ["Chile"], "type": "CONSULT", "polarity": "-", "since": "2024-05-01" });
    let before = desk.json("/ledger")["change"].clone();
    let kept = desk.ask("PUT", &path, &kind, filter.to_string().as_bytes());
    assert_eq!(kept.status, 204, "{}", kept.text());
    assert_eq!(desk.json("/alerts")["items"], json!([{ "name": "negaciones de Chile", "filter": filter }]));
    assert_eq!(desk.json("/ledger")["change"], before, "what somebody asks for is no news");

    let replaced = desk.ask("PUT", &path, &kind, b"{\"certainty\":\"possible\"}");
    assert_eq!(replaced.status, 204);
    assert_eq!(desk.json("/alerts")["items"][0]["filter"], json!({ "certainty": "possible" }));
    assert_eq!(desk.ask("DELETE", &path, &[], b"").status, 204);
    assert_eq!(desk.json("/alerts")["items"], json!([]));
    desk.ask("DELETE", &path, &[], b"").is_problem(404);

    for body in
        [r#"{"colour":"red"}"#, r#"{"certainty":"perhaps"}"#, r#"{"party":"x"}"#, r#"{"since":"ayer"}"#, "[]"]
    {
        desk.ask("PUT", &path, &kind, body.as_bytes()).is_problem(422);
    }
    desk.ask("PUT", &path, &kind, b"{\"party\":").is_problem(400);
    desk.ask("PUT", &path, &[], b"{}").is_problem(415);
    desk.ask("PUT", &format!("{API}/alerts/a%0Ab"), &kind, b"{}").is_problem(400);
    desk.ask("PUT", &format!("{API}/alerts/{}", "x".repeat(101)), &kind, b"{}").is_problem(400);
}

#[test]
fn a_text_is_read_and_not_kept() {
    let desk = Running::start();
    let before = desk.json("/ledger");
    let kind = [("content-type", "application/json; charset=utf-8")];
    let read = |body: Value| desk.ask("POST", &format!("{API}/read"), &kind, body.to_string().as_bytes());
    let text = "La canciller de Chile, Elena Soto, dijo que viajará a Perú en abril.";
    let answer = read(json!({ "text": text, "published": "2026-03-02", "title": "Viaje" }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let reading = answer.json();
    assert_eq!((&reading["schema"], &reading["language"]), (&json!("segun/1"), &json!("es")));
    assert_eq!((&reading["text"], &reading["title"]), (&json!(text), &json!("Viaje")));
    assert!(!reading["events"].as_array().unwrap().is_empty(), "{reading}");

    let page = format!("<html><body><article><h1>Viaje</h1><p>{text}</p></article></body></html>");
    let answer = read(json!({ "text": page, "html": true, "language": "es" }));
    assert!(answer.json()["text"].as_str().unwrap().contains("Elena Soto"), "{}", answer.text());
    assert_eq!(desk.json("/ledger"), before);

    assert!(read(json!({ "text": text, "language": "tlh" })).is_problem(422).contains("tlh"));
    assert!(read(json!({ "text": text, "published": "ayer" })).is_problem(422).contains("ayer"));
    read(json!({ "text": "  " })).is_problem(422);
    read(json!({ "txt": text })).is_problem(422);
    read(json!({ "text": "a".repeat(2 << 20) })).is_problem(413);
}
