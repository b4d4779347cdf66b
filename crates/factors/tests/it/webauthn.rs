//! Passkeys, against an authenticator in software that lies in every way there is.

use data_encoding::BASE64URL_NOPAD;
use parvis_factors::webauthn::{
    Asked, Assertion, Attestation, Flaw, Known, Registered, RelyingParty, Verification, register, verify,
};
use parvis_testing::{Authenticator, PRESENT, VERIFIED};
use serde_json::{Value, json};

const ORIGIN: &str = "https://place.example.org";
const HOST: &str = "place.example.org";

fn asked(number: u8) -> Asked {
    Asked { party: RelyingParty::of_address(ORIGIN).expect("an address"), challenge: [number; 32] }
}

fn options(asked: &Asked) -> String {
    let challenge = BASE64URL_NOPAD.encode(&asked.challenge);
    json!({ "publicKey": {
        "rp": { "id": HOST }, "rpId": HOST, "user": { "id": "AAAA" }, "challenge": challenge,
    } })
    .to_string()
}

fn bytes(value: &Value) -> Vec<u8> {
    BASE64URL_NOPAD.decode(value.as_str().expect("a text").as_bytes()).expect("base64url")
}

fn made(authenticator: &mut Authenticator, asked: &Asked) -> Attestation {
    let credential: Value = serde_json::from_str(&authenticator.make(&options(asked))).expect("JSON");
    let response = &credential["response"];
    Attestation {
        client_data: bytes(&response["clientDataJSON"]),
        object: bytes(&response["attestationObject"]),
    }
}

fn signed(authenticator: &mut Authenticator, asked: &Asked) -> Assertion {
    let credential: Value = serde_json::from_str(&authenticator.sign(&options(asked))).expect("JSON");
    let response = &credential["response"];
    Assertion {
        credential_id: bytes(&credential["rawId"]),
        client_data: bytes(&response["clientDataJSON"]),
        authenticator_data: bytes(&response["authenticatorData"]),
        signature: bytes(&response["signature"]),
        user_handle: Some(bytes(&response["userHandle"])),
    }
}

fn known(registered: &Registered) -> Known<'_> {
    Known { public_key: &registered.public_key, sign_count: registered.sign_count }
}

#[test]
fn a_passkey_is_made_and_used_with_either_kind_of_key() {
    for mut authenticator in [Authenticator::new(ORIGIN), Authenticator::of_ed25519(ORIGIN)] {
        authenticator.sign_count = 7;
        let registered = register(&asked(1), &made(&mut authenticator, &asked(1))).expect("it is made");
        assert_eq!(registered.credential_id, authenticator.credential_id);
        assert_eq!(registered.sign_count, 7);
        let assertion = signed(&mut authenticator, &asked(2));
        let used = verify(&asked(2), known(&registered), &assertion, Verification::Required);
        assert_eq!(used, Ok(8));
    }
}

type Lie = fn(&mut Authenticator);

#[test]
fn whatever_is_not_as_it_was_asked_is_refused_when_made_and_when_used() {
    let lies: [(Lie, Flaw); 7] = [
        (|it| it.origin = "https://place.example.com".to_owned(), Flaw::OtherOrigin),
        (|it| it.origin = "http://place.example.org".to_owned(), Flaw::OtherOrigin),
        (|it| it.origin = "https://place.example.org:8443".to_owned(), Flaw::OtherOrigin),
        (|it| it.party = "example.org".to_owned(), Flaw::OtherParty),
        (|it| it.flags = 0, Flaw::NobodyPresent),
        (|it| it.flags = VERIFIED, Flaw::NobodyPresent),
        (|it| it.challenge = Some(BASE64URL_NOPAD.encode(&[9; 32])), Flaw::OtherChallenge),
    ];
    for (lie, flaw) in lies {
        let mut authenticator = Authenticator::new(ORIGIN);
        let registered = register(&asked(1), &made(&mut authenticator, &asked(1))).expect("it is made");
        lie(&mut authenticator);
        assert_eq!(register(&asked(1), &made(&mut authenticator, &asked(1))), Err(flaw));
        let assertion = signed(&mut authenticator, &asked(2));
        let used = verify(&asked(2), known(&registered), &assertion, Verification::NotRequired);
        assert_eq!(used, Err(flaw));
    }
}

#[test]
fn a_passkey_that_stands_alone_has_made_sure_who_holds_it() {
    let mut authenticator = Authenticator::new(ORIGIN);
    authenticator.flags = PRESENT;
    let registered = register(&asked(1), &made(&mut authenticator, &asked(1))).expect("it is made");
    let assertion = signed(&mut authenticator, &asked(2));
    let with = |verification| verify(&asked(2), known(&registered), &assertion, verification);
    assert_eq!(with(Verification::NotRequired), Ok(0));
    assert_eq!(with(Verification::Required), Err(Flaw::NobodyVerified));
}

#[test]
fn one_ceremony_s_answer_is_none_to_the_other_and_a_frame_is_no_page() {
    let mut authenticator = Authenticator::new(ORIGIN);
    let attestation = made(&mut authenticator, &asked(1));
    let registered = register(&asked(1), &attestation).expect("it is made");
    let assertion = signed(&mut authenticator, &asked(1));
    let crossed = Attestation { client_data: assertion.client_data.clone(), ..attestation.clone() };
    assert_eq!(register(&asked(1), &crossed), Err(Flaw::OtherCeremony));
    let crossed = Assertion { client_data: attestation.client_data.clone(), ..assertion };
    let used = verify(&asked(1), known(&registered), &crossed, Verification::Required);
    assert_eq!(used, Err(Flaw::OtherCeremony));
    for (field, value) in [("crossOrigin", json!(true)), ("topOrigin", json!("https://example.com"))] {
        let mut seen: Value = serde_json::from_slice(&attestation.client_data).expect("JSON");
        seen[field] = value;
        let framed = Attestation { client_data: seen.to_string().into_bytes(), ..attestation.clone() };
        assert_eq!(register(&asked(1), &framed), Err(Flaw::OtherOrigin), "{field}");
    }
}

#[test]
fn a_counter_that_goes_back_or_stands_still_is_a_copy() {
    let mut authenticator = Authenticator::new(ORIGIN);
    authenticator.sign_count = 7;
    let registered = register(&asked(1), &made(&mut authenticator, &asked(1))).expect("it is made");
    for (says, result) in [(6, Err(Flaw::CounterWentBack)), (7, Ok(8)), (5, Err(Flaw::CounterWentBack))] {
        authenticator.sign_count = says;
        let assertion = signed(&mut authenticator, &asked(2));
        let used = verify(&asked(2), known(&registered), &assertion, Verification::Required);
        assert_eq!(used, result, "{says}");
    }
    authenticator.sign_count = 0;
    let assertion = signed(&mut authenticator, &asked(2));
    let used = verify(&asked(2), known(&registered), &assertion, Verification::Required);
    assert_eq!(used, Err(Flaw::CounterWentBack), "what has counted goes on counting");
}

#[test]
fn another_key_s_signature_and_every_flipped_bit_are_refused() {
    for (mut authenticator, mut other) in [
        (Authenticator::new(ORIGIN), Authenticator::new(ORIGIN)),
        (Authenticator::of_ed25519(ORIGIN), Authenticator::of_ed25519(ORIGIN)),
    ] {
        let registered = register(&asked(1), &made(&mut authenticator, &asked(1))).expect("it is made");
        made(&mut other, &asked(1));
        let check =
            |assertion: &Assertion| verify(&asked(2), known(&registered), assertion, Verification::Required);
        assert_eq!(check(&signed(&mut other, &asked(2))), Err(Flaw::WrongSignature));
        let good = signed(&mut authenticator, &asked(2));
        assert_eq!(check(&good), Ok(0));
        let parts: [fn(&mut Assertion) -> &mut Vec<u8>; 3] =
            [|it| &mut it.authenticator_data, |it| &mut it.client_data, |it| &mut it.signature];
        for part in parts {
            for index in 0..part(&mut good.clone()).len() {
                let mut bad = good.clone();
                part(&mut bad)[index] ^= 0x01;
                assert!(check(&bad).is_err(), "byte {index}");
                let mut short = good.clone();
                part(&mut short).truncate(index);
                assert!(check(&short).is_err(), "{index} bytes");
            }
        }
    }
}

#[test]
fn whatever_bytes_come_nothing_panics_and_cut_or_longer_objects_are_none() {
    let mut authenticator = Authenticator::new(ORIGIN);
    let good = made(&mut authenticator, &asked(1));
    for length in 0..good.object.len() {
        let cut = Attestation { object: good.object[..length].to_vec(), ..good.clone() };
        assert_eq!(register(&asked(1), &cut), Err(Flaw::Malformed), "{length}");
    }
    let longer = Attestation { object: [&good.object[..], &[0]].concat(), ..good.clone() };
    assert_eq!(register(&asked(1), &longer), Err(Flaw::Malformed));
    for index in 0..good.object.len() {
        for bit in 0..8 {
            let mut flipped = good.clone();
            flipped.object[index] ^= 1 << bit;
            // Some bits, such as those of the key itself, may say anything: nothing must panic.
            let _ = register(&asked(1), &flipped);
        }
    }
}
