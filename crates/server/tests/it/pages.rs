//! `/`: the small page.

use parvis_testing::TestServer;

#[tokio::test]
async fn the_page_and_everything_it_names_is_served_under_a_strict_policy() {
    let server = TestServer::start().await;
    for path in ["/", "/oauth2/authorize?client_id=1&scope=bot"] {
        let page = server.anonymous().get(&format!("{}{path}", server.url())).await;
        assert_eq!(page.status, 200);
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        // Nobody can lay the consent page under another one and have it clicked.
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        let names: Vec<_> = page.text.split('"').filter(|part| part.starts_with("/small/")).collect();
        assert!(names.len() >= 3, "{names:?}");
        for name in names {
            let file = server.anonymous().get(&format!("{}{name}", server.url())).await;
            assert_eq!(file.status, 200, "{name}");
            assert_eq!(file.headers["x-content-type-options"], "nosniff", "{name}");
        }
    }
}

#[tokio::test]
async fn a_browser_that_comes_to_the_api_for_consent_is_led_to_the_page() {
    let server = TestServer::start().await;
    let address = format!("{}/api/oauth2/authorize?client_id=1&scope=bot", server.url());
    let request = server.http().get(&address).header("accept", "text/html,application/xhtml+xml");
    let page = parvis_testing::Answer::of(request).await;
    assert!(page.status == 200 && page.text.contains("/small/consent.js"), "{}", page.text);
    server.anonymous().get(&address).await.refused(401);
}

#[tokio::test]
async fn an_invitation_s_address_opens_the_page() {
    let server = TestServer::start().await;
    let page = server.anonymous().get(&format!("{}/", server.url())).await;
    let invited = server.anonymous().get(&format!("{}/invite/UG8yuwe9Ta", server.url())).await;
    assert_eq!((invited.status.as_u16(), invited.text), (200, page.text));
    assert_eq!(invited.headers["content-security-policy"], page.headers["content-security-policy"]);
}

#[tokio::test]
async fn every_module_of_the_page_is_served() {
    let server = TestServer::start().await;
    let mut waiting = vec!["parvis.js".to_owned()];
    let mut seen: Vec<String> = Vec::new();
    while let Some(name) = waiting.pop() {
        let module = server.anonymous().get(&format!("{}/small/{name}", server.url())).await;
        assert_eq!(module.status, 200, "{name}");
        seen.push(name);
        let imported = module.text.split("from \"./").skip(1).filter_map(|rest| rest.split('"').next());
        waiting.extend(imported.filter(|it| !seen.contains(&(*it).to_owned())).map(str::to_owned));
    }
    assert!(seen.len() > 8, "{seen:?}");
}

#[tokio::test]
async fn both_languages_have_every_text() {
    let server = TestServer::start().await;
    let texts = server.anonymous().get(&format!("{}/small/texts.js", server.url())).await.text;
    let (texts, _) = texts.split_once("export const refusals").expect("texts, then what uses them");
    let (french, english) = texts.split_once("en: {").expect("French first, then English");
    let keys = |part: &str| -> Vec<String> {
        let before_texts =
            part.split(": \"").map(|piece| piece.rsplit([' ', '\n']).next().unwrap_or_default());
        let is_key =
            |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        let mut keys: Vec<_> = before_texts.filter(is_key).map(str::to_owned).collect();
        keys.sort();
        keys
    };
    let (french, english) = (keys(french), keys(english));
    assert!(french.len() > 60);
    assert_eq!(french, english);
    let pages = ["/", "/oauth2/authorize"].map(|path| format!("{}{path}", server.url()));
    let mut used = String::new();
    for page in &pages {
        used += &server.anonymous().get(page).await.text;
    }
    for key in used.split("data-text=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(french.contains(&key.to_owned()), "{key}");
    }
}
