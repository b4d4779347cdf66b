//! What somebody is told who is held back: which of their conduct it rests on, in their language. The numbers are for
//! those who decide about it; to whoever leads a raid they would be instructions.

use parvis_pages::language::Language;
use parvis_signals::person::{Score, Signal};

/// Why somebody is held back, as the facts of the statement that they get.
pub fn facts(language: Language, score: &Score) -> String {
    let words = of(language);
    let signals: Vec<&str> =
        score.contributions.iter().map(|part| words.signals[place(part.signal)]).collect();
    format!("{} {}. {}", words.begin, signals.join(words.between), words.end)
}

struct Words {
    begin: &'static str,
    between: &'static str,
    end: &'static str,
    signals: [&'static str; 8],
}

fn place(signal: Signal) -> usize {
    Signal::ALL.iter().position(|it| *it == signal).unwrap_or_default()
}

fn of(language: Language) -> &'static Words {
    match language {
        Language::French => &FRENCH,
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
        Language::Russian => &RUSSIAN,
        Language::Belarusian => &BELARUSIAN,
        Language::Arabic => &ARABIC,
    }
}

static FRENCH: Words = Words {
    begin: "Mise à l’écart automatique à l’arrivée, parce que\u{a0}:",
    between: "\u{a0}; ",
    end: "Elle prend fin toute seule, et l’équipe peut y mettre fin plus tôt.",
    signals: [
        "le compte vient d’être créé",
        "beaucoup sont arrivés au même moment par la même invitation",
        "le nom ou l’image ressemble à ceux d’un compte exclu d’ici",
        "d’autres ont commencé par le même message",
        "la liste des membres a été parcourue très vite",
        "des messages privés ont été envoyés à beaucoup d’inconnus",
        "le premier message contenait un lien",
        "une décision d’ici tient toujours",
    ],
};

static ENGLISH: Words = Words {
    begin: "Held back automatically on arrival, because",
    between: "; ",
    end: "It ends by itself, and the team can end it earlier.",
    signals: [
        "the account was only just made",
        "many arrived at the same moment by the same invitation",
        "the name or picture is like that of an account removed from here",
        "others began with the same message",
        "the list of members was read very fast",
        "private messages were sent to many strangers",
        "the first message had a link",
        "an earlier decision here still stands",
    ],
};

static SPANISH: Words = Words {
    begin: "Cuenta apartada automáticamente al llegar, porque",
    between: "; ",
    end: "Termina por sí solo, y el equipo puede ponerle fin antes.",
    signals: [
        "la cuenta se acaba de crear",
        "muchas personas llegaron a la vez con la misma invitación",
        "el nombre o la imagen se parece a los de una cuenta expulsada de aquí",
        "otras cuentas empezaron con el mismo mensaje",
        "se recorrió muy deprisa la lista de miembros",
        "se enviaron mensajes privados a muchos desconocidos",
        "el primer mensaje tenía un enlace",
        "sigue en pie una decisión anterior de aquí",
    ],
};

static RUSSIAN: Words = Words {
    begin: "Автоматически ограничено при входе, потому что",
    between: "; ",
    end: "Ограничение снимется само, и команда может снять его раньше.",
    signals: [
        "аккаунт только что создан",
        "многие пришли в тот же момент по тому же приглашению",
        "имя или аватар похожи на те, что были у удалённого отсюда аккаунта",
        "другие начали с того же сообщения",
        "список участников просматривался очень быстро",
        "личные сообщения были отправлены многим незнакомым людям",
        "в первом сообщении была ссылка",
        "здесь действует более раннее решение",
    ],
};

static BELARUSIAN: Words = Words {
    begin: "Аўтаматычна абмежавана пры ўваходзе, бо",
    between: "; ",
    end: "Абмежаванне здымецца само, і каманда можа зняць яго раней.",
    signals: [
        "уліковы запіс толькі што створаны",
        "многія прыйшлі ў той жа момант па тым жа запрашэнні",
        "імя або аватар падобныя да тых, што былі ў выдаленага адсюль уліковага запісу",
        "іншыя пачалі з таго ж паведамлення",
        "спіс удзельнікаў праглядаўся вельмі хутка",
        "асабістыя паведамленні былі адпраўлены многім незнаёмым людзям",
        "у першым паведамленні была спасылка",
        "тут дзейнічае ранейшае рашэнне",
    ],
};

static ARABIC: Words = Words {
    begin: "قُيِّد الحساب تلقائيًا عند وصوله للأسباب التالية:",
    between: "؛ ",
    end: "ينتهي التقييد من تلقاء نفسه، ويمكن للفريق إنهاؤه قبل ذلك.",
    signals: [
        "أُنشئ الحساب قبل قليل فقط",
        "وصل كثيرون في اللحظة نفسها عبر الدعوة نفسها",
        "يشبه الاسم أو الصورة ما كان لحساب أُزيل من هنا",
        "بدأت حسابات أخرى بالرسالة نفسها",
        "جرى تصفّح قائمة الأعضاء بسرعة كبيرة",
        "أُرسلت رسائل خاصة إلى غرباء كثيرين",
        "تضمّنت الرسالة الأولى رابطًا",
        "ما زال قرار سابق هنا ساريًا",
    ],
};

#[cfg(test)]
mod tests {
    use parvis_signals::person::Conduct;

    use super::*;

    #[test]
    fn facts_name_what_was_done_and_no_number() {
        let conduct =
            Conduct { account_age_s: 60, joined_alike: 40, strangers_written: 12, ..Conduct::default() };
        let score = Score::of(&conduct);
        assert_eq!(
            facts(Language::English, &score),
            "Held back automatically on arrival, because private messages were sent to many strangers; the account \
             was only just made; many arrived at the same moment by the same invitation. It ends by itself, and the \
             team can end it earlier."
        );
        for language in Language::ALL {
            let facts = facts(language, &score);
            assert!(!facts.chars().any(char::is_numeric), "{facts}");
        }
    }
}
