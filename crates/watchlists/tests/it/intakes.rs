//! Lists as they come, in each format.

use parvis_watchlists::intake::{Format, Intake, IntakeError, Limits, read};
use parvis_watchlists::{Hints, Malformed, Recommendation};

fn intake(text: &str) -> Intake {
    let hints = Hints { service: None, own_hosts: vec!["square.example".to_owned()] };
    read(text.as_bytes(), None, &hints, &Limits::default()).expect("a list")
}

/// Each row in a line: its subject and reason, or why it names nothing, and what it repeats.
#[track_caller]
fn check(text: &str, format: Format, expected: &[&str]) -> Intake {
    let intake = intake(text);
    assert_eq!(intake.format, format);
    let rows: Vec<String> = intake
        .rows
        .iter()
        .map(|row| {
            let what = match &row.entry {
                Ok(entry) if entry.reason.is_empty() => entry.subject.to_string(),
                Ok(entry) => format!("{} ({})", entry.subject, entry.reason),
                Err(why) => why.to_string(),
            };
            let repeats = row.repeats.map_or(String::new(), |line| format!(" = {line}"));
            format!("{}: {what}{repeats}", row.line)
        })
        .collect();
    assert_eq!(rows, expected);
    intake
}

#[test]
fn plain_text_has_remarks_several_names_a_line_and_reasons() {
    let text = "\u{feff}# a remark\n\n// another\n@somebody\nhttps://t.me/SomeChannel - posts recruitment films\n\
        @one, @two; @three\nalpha, beta\n@same https://x.com/Same (copies him)\njust some words\n\
        • @SOMEBODY\n+33 6 12 34 56 78\nNelly#1337\tseen in the lobby\n#tag\nsha256:00 short\n";
    check(
        text,
        Format::Plain,
        &[
            "4: unstated:somebody",
            "5: telegram:somechannel (posts recruitment films)",
            "6: unstated:one",
            "6: unstated:two",
            "6: unstated:three",
            "7: unstated:alpha",
            "7: unstated:beta",
            "8: x:same (copies him)",
            "9: no_handle",
            "10: unstated:somebody = 4",
            "11: phone",
            "12: discord:Nelly#1337 (seen in the lobby)",
            "13: hashtag",
            "14: hash",
        ],
    );
}

#[test]
fn tables_are_read_by_their_heads_in_several_languages() {
    check(
        "Compte;Plateforme;Raison;Date\n@SomeBody;Twitter;copie;2015-11-14\nSomeChannel;telegram;films;\n;;;\n",
        Format::Csv,
        &["2: x:somebody (copie)", "3: telegram:somechannel (films)"],
    );
    let table = check(
        "account,sha256,reason,first_seen\n,\"AAAA\",x,\n@a,,\"a, \"\"b\"\"\",2015-11-14T10:00:00Z\n",
        Format::Csv,
        &["2: hash", "3: unstated:a (a, \"b\")"],
    );
    assert_eq!(table.entries().next().and_then(|entry| entry.observed_ms), Some(1_447_495_200_000));
    check("аккаунт\tпричина\n@SomeBody\tпотому\n", Format::Csv, &["2: unstated:somebody (потому)"]);
    check("handle|reason\n'@SomeBody|'=1+1\n", Format::Csv, &["2: unstated:somebody (=1+1)"]);
}

#[test]
fn a_table_without_a_head_is_read_when_somebody_says_that_it_is_one() {
    let hints = Hints::default();
    let read = read(b"1,@SomeBody,copies\n2,words only,x y\n", Some(Format::Csv), &hints, &Limits::default());
    let rows = read.expect("a table").rows;
    assert_eq!(
        rows[0].entry.as_ref().map(|it| (it.subject.to_string(), it.reason.clone())),
        Ok(("unstated:somebody".to_owned(), "copies".to_owned()))
    );
    assert_eq!(rows[1].entry, Err(Malformed::BareNumber));
}

#[test]
fn mastodons_table_keeps_what_it_says() {
    let text = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
        bad.example,suspend,TRUE,false,\"spam, mostly\",True\nthreads.net,silence,false,true,,false\nlocalhost,suspend,,,,\n";
    let list = check(
        text,
        Format::Mastodon,
        &["2: domain:bad.example (spam, mostly)", "3: domain:threads.net", "4: no_handle"],
    );
    let entries: Vec<_> = list.entries().collect();
    assert_eq!(entries[0].recommendation, Recommendation::Suspend);
    assert!(entries[0].terms.reject_media && entries[0].terms.obfuscate && !entries[0].terms.reject_reports);
    assert!(entries[1].terms.reject_reports);
}

#[test]
fn json_is_texts_or_objects_or_an_object_with_a_list() {
    check(
        r#"["@somebody", "https://t.me/SomeChannel", 80351110224678912, {"username":"SomeBody","platform":"x","comment":"copies"},
            {"domain":"bad.example","severity":"suspend"}, {"md5":"0123456789abcdef0123456789abcdef"}, null, {}]"#,
        Format::Json,
        &[
            "1: unstated:somebody",
            "2: telegram:somechannel",
            "3: unstated:id=80351110224678912",
            "4: x:somebody (copies)",
            "5: domain:bad.example",
            "6: md5:0123456789abcdef0123456789abcdef",
            "7: no_handle",
            "8: no_handle",
        ],
    );
    check(
        r#"{"title":"x","accounts":["@somebody"],"domains":["twitter.com"]}"#,
        Format::Json,
        &["1: unstated:somebody", "2: domain:twitter.com"],
    );
}

#[test]
fn policy_lists_of_matrix_are_read_with_patterns_takedowns_and_veils() {
    let text = r##"[
      {"type":"m.policy.rule.user","state_key":"a","content":{"entity":"@Spam:bad.example","recommendation":"m.ban","reason":"spam"}},
      {"type":"m.policy.rule.user","state_key":"b","content":{"entity":"@spam*:bad.example","recommendation":"m.ban","reason":""}},
      {"type":"m.policy.rule.server","state_key":"c","content":{"entity":"*.bad.example","recommendation":"m.ban","reason":"x"}},
      {"type":"m.policy.rule.server","state_key":"d","content":{"entity":"bad.example","recommendation":"org.matrix.mjolnir.ban","reason":"x"}},
      {"type":"m.policy.rule.server","state_key":"e","content":{"entity":"bad.example:8448","recommendation":"m.ban","reason":"x"}},
      {"type":"m.policy.rule.room","state_key":"f","content":{"entity":"#room:bad.example","recommendation":"m.takedown","reason":""}},
      {"type":"org.matrix.mjolnir.rule.user","state_key":"g","content":{"entity":"*","recommendation":"m.ban","reason":"all"}},
      {"type":"m.policy.rule.user","state_key":"h","content":{"org.matrix.msc4205.hashes":{"sha256":"iVDaQDfoYCMEFsvFvWEwExJPVeW8bJpWJxEnEfK63OA="},"recommendation":"m.takedown","reason":""}},
      {"type":"m.policy.rule.user","state_key":"i","content":{}},
      {"type":"m.room.member","state_key":"@x:y.example","content":{"membership":"join"}}]"##;
    let list = check(
        text,
        Format::PolicyList,
        &[
            "1: matrix:@Spam:bad.example (spam)",
            "2: pattern:user=@spam*:bad.example",
            "3: pattern:server=*.bad.example (x)",
            "4: domain:bad.example (x)",
            "5: pattern:server=bad.example:8448 (x)",
            "6: matrix:room=#room:bad.example",
            "7: too_wide",
            "8: veiled:user=8950da4037e860230416cbc5bd613013124f55e5bc6c9a5627112711f2badce0",
        ],
    );
    let entries: Vec<_> = list.entries().collect();
    assert_eq!(entries[3].recommendation, Recommendation::Other("org.matrix.mjolnir.ban".to_owned()));
    assert_eq!(entries[5].recommendation, Recommendation::Takedown);
}

#[test]
fn what_is_too_large_or_no_text_is_refused_as_a_whole() {
    let hints = Hints::default();
    let limits = Limits { bytes_max: 100, rows_max: 2 };
    let refused = |bytes: &[u8], format| read(bytes, format, &hints, &limits).expect_err("refused");
    assert_eq!(refused(&[b'a'; 101], None), IntakeError::TooLarge { max: 100 });
    assert_eq!(refused(b"@a\n@b\n@c", None), IntakeError::TooManyRows { max: 2 });
    assert_eq!(refused(&[0xff, 0xfe, 0x41], None), IntakeError::NotText);
    assert!(matches!(refused(b"{\"a\":1}", None), IntakeError::Format(_)));
    assert!(matches!(refused(b"a,b\n", Some(Format::Mastodon)), IntakeError::Format(_)));
    assert!(matches!(refused(b"not json", Some(Format::Json)), IntakeError::Format(_)));
}
