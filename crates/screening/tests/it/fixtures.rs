//! Texts that are made for measuring: leaks and offers of many forms, and what is often taken for them. Every name,
//! address and secret is made up by a generator.

/// A text, what it is, and what must never be seen of it.
pub struct Fixture {
    pub text: String,
    pub kind: &'static str,
    pub language: &'static str,
    pub is_bad: bool,
    /// Secrets and the names of accounts in it.
    pub hidden: Vec<String>,
}

/// Chance that is the same in every run.
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 11) as usize % bound
    }

    pub fn of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }
}

const FIRST: [&str; 12] = [
    "anna", "karim", "svetlana", "jules", "amina", "pavel", "lucia", "omar", "yana", "hugo", "nadia", "igor",
];
const LAST: [&str; 10] =
    ["martin", "benali", "ivanova", "garcia", "kovalenko", "haddad", "petit", "novik", "lopez", "sokolov"];
const HOSTS: [&str; 8] =
    ["gmail.com", "mail.ru", "yahoo.fr", "hotmail.es", "tut.by", "outlook.com", "yandex.ru", "orange.fr"];
const STEMS: [&str; 12] = [
    "dragon",
    "Marseille",
    "sunshine",
    "qwerty",
    "Natasha",
    "football",
    "barca",
    "Minsk",
    "soleil",
    "shadow",
    "princesa",
    "Casablanca",
];

fn mail(chance: &mut Chance) -> String {
    let (first, last, host) = (chance.of(&FIRST), chance.of(&LAST), chance.of(&HOSTS));
    let joint = chance.of(&[".", "_", ""]);
    format!("{first}{joint}{last}{}@{host}", chance.below(900) + 10)
}

/// Most people's secrets have digits; some are a plain word or a number.
fn secret(chance: &mut Chance) -> String {
    let stem = chance.of(&STEMS);
    match chance.below(10) {
        0..=4 => format!("{stem}{}", chance.below(9_000) + 10),
        5 => format!("{stem}{}!", chance.below(90)),
        6 => format!("{}_{stem}{}", chance.below(90), chance.below(90)),
        7 => stem.to_lowercase(),
        8 => format!("{}", 10_000_000 + chance.below(80_000_000)),
        _ => format!("{stem}@{}#", chance.below(900) + 10),
    }
}

fn hash(chance: &mut Chance) -> String {
    let digits: String = (0..4).map(|_| format!("{:016x}", chance.next())).collect();
    match chance.below(3) {
        0 => digits[..32].to_owned(),
        1 => digits[..40].to_owned(),
        _ => format!("$2y$10${}", &digits[..53]),
    }
}

fn pair_lines(chance: &mut Chance, hidden: &mut Vec<String>) -> String {
    let form = chance.below(8);
    let count = 5 + chance.below(20);
    let mut lines = Vec::new();
    for _ in 0..count {
        let (login, word) = (mail(chance), if form == 5 { hash(chance) } else { secret(chance) });
        lines.push(match form {
            1 => format!("{login} | {word}"),
            2 => format!("{login};{word}"),
            3 => format!("{login} : {word}"),
            4 => format!("{login}:{word}:{}:{}", chance.of(&FIRST), chance.of(&["FR", "RU", "MA"])),
            6 => format!("- `{login}:{word}`"),
            _ => format!("{login}:{word}"),
        });
        hidden.extend([login, word]);
    }
    if form == 2 {
        // In this form plain words are as often names: at least five are no words.
        for _ in 0..5 {
            let (login, word) = (mail(chance), format!("{}{}x", chance.of(&STEMS), chance.below(900)));
            lines.push(format!("{login};{word}"));
            hidden.extend([login, word]);
        }
    }
    let head = chance.of(&["", "", "fresh 🔥\n", "combo 2k\n", "свежак:\n", "طازج\n", "cadeau les gars\n"]);
    format!("{head}{}", lines.join(if form == 7 { " " } else { "\n" }))
}

fn other_leak(chance: &mut Chance, hidden: &mut Vec<String>) -> String {
    let count = 5 + chance.below(10);
    let form = chance.below(5);
    let mut lines = Vec::new();
    match form {
        0 => {
            lines.push(chance.of(&["id,email,password", "user;email;pass;ip", "email|hash|salt"]).to_owned());
        }
        1 => lines.push("INSERT INTO `users` (`id`, `email`, `password`) VALUES".to_owned()),
        _ => {}
    }
    let separator = lines.first().map_or(',', |head| {
        if head.contains(';') {
            ';'
        } else if head.contains('|') {
            '|'
        } else {
            ','
        }
    });
    for number in 0..count {
        let login = mail(chance);
        let word = if form <= 1 { hash(chance) } else { secret(chance) };
        let host = chance.of(&["shop.ozon.ru", "accounts.leboncoin.fr", "login.twitch.tv", "vk.com"]);
        lines.push(match form {
            0 if separator == ';' => format!("u{number};{login};{word};10.0.0.{number}"),
            0 if separator == '|' => format!("{login}|{word}|x{number}"),
            0 => format!("{number},{login},{word}"),
            1 => format!("({number},'{login}','{word}'){}", if number + 1 == count { ';' } else { ',' }),
            2 => format!("https://{host}/login:{login}:{word}"),
            3 => format!("URL: https://{host}/\nUSER: {login}\nPASS: {word}\n"),
            _ => format!("+{}:{word}", 33_600_000_000_u64 + chance.next() % 99_999_999),
        });
        hidden.extend([login, word]);
    }
    lines.join("\n")
}

const OFFERS: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "Selling booter access, plans from ${p}/month, dm me",
            "best ip stresser 2026 — ${p} per month, layer 4 and layer 7, bypass all. telegram @fast{p}",
            "DDoS for hire, any website down, ${p} per hour, escrow ok, contact on telegram",
            "Fresh combolist for sale, {p}00k lines, {p}$ btc only",
            "selling stealer logs, hq, private, ${p} for 1000, hmu",
            "leaked database of a shop, 2M records, price {p} usd, pm me",
            "rent a botnet cheap: ${p} a day, free test",
        ],
    ),
    (
        "fr",
        &[
            "Je vends un accès booter, {p}€ par mois, contactez-moi en mp",
            "DDoS à la demande, tarif {p} euros de l'heure, paiement en crypto, telegram @nuit{p}",
            "Stresser puissant à louer, {p}€/mois, essai gratuit",
            "Je vends base de données volée, 300 000 lignes, prix {p} €",
            "Combolist FR fraîche à vendre, {p} euros, en privé",
            "base piratée en vente : {p} €, contact telegram",
        ],
    ),
    (
        "ru",
        &[
            "Продам доступ к стрессеру, цена {p}$ в месяц, пишите в лс",
            "ДДОС на заказ, положу любой сайт, от {p}00 руб за сутки, гарант",
            "Услуги DDoS, цены от {p}$ в час, тест бесплатно, телеграм @noch{p}",
            "Продаю базу с паролями, 2 млн строк, {p}00 рублей",
            "логи стиллера, свежие, {p}$ за 1000, купить в личке",
            "Аренда ботнета: {p}$ за день, оплата криптой",
        ],
    ),
    (
        "ar",
        &[
            "للبيع اشتراك ستريسر، السعر {p} دولار في الشهر، تواصل خاص",
            "هجمات DDoS على أي موقع، السعر {p}$ في الساعة، راسلني تيليجرام",
            "إيجار بوت نت للإيجار، بسعر {p} دولار يوميا",
            "للبيع قاعدة بيانات مسربة، {p} دولار، تواصل على الخاص",
            "كومبو ليست جديد للبيع بسعر {p} يورو، راسلني",
        ],
    ),
    (
        "es",
        &[
            "Vendo acceso a booter, {p}€ al mes, escríbeme",
            "DDoS por encargo, precio {p} euros por hora, contacto telegram",
            "Alquilo botnet, {p} usd por día, prueba gratis",
            "Vendo base de datos filtrada, 100 mil líneas, {p} €",
            "Combolist nueva en venta, precio {p} dólares",
        ],
    ),
    (
        "be",
        &[
            "Прадаю доступ да стрэсера, цана {p}$ у месяц, пішыце",
            "ДДОС на заказ, пакладу любы сайт, ад {p} руб за суткі, аплата крыптай",
            "Прадам базу з паролямі, {p}0 руб, пішыце ў лс",
            "Скрадзеная база на продаж, кошт {p} byn, тэлеграм",
        ],
    ),
];

const NEWS: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "Police in three countries seized the servers of a booter that sold attacks from ${p} a month, Europol said.",
            "A student who rented a stresser for ${p} per hour was sentenced to {p} months, the court announced.",
            "The retailer disclosed that a database dump with {p} million records was for sale for ${p}00; affected users should change their passwords.",
            "According to the report, stealer logs cost ${p} on Telegram and a combolist even less.",
        ],
    ),
    (
        "fr",
        &[
            "La police a arrêté le vendeur d'un booter proposé à {p} € par mois, selon le parquet.",
            "Une base de données volée, mise en vente {p}00 €, concerne {p} mille clients : la CNIL enquête, changez vos mots de passe.",
            "Selon les chercheurs, louer un botnet coûte {p} euros de l'heure ; l'étude paraît lundi.",
        ],
    ),
    (
        "ru",
        &[
            "Полиция задержала продавца ддос-атак: час стоил {p}$, сообщает Европол.",
            "Суд приговорил администратора стрессера, который брал {p}00 рублей за сутки.",
            "По данным исследователей, слитая база продаётся за {p}$ — смените пароли, советует магазин.",
        ],
    ),
    (
        "ar",
        &[
            "اعتقلت الشرطة مشغل ستريسر كان يبيع الهجمات بسعر {p} دولار في الشهر، وفق بيان يوروبول",
            "أعلنت الشركة أن قاعدة بيانات مسربة معروضة للبيع بسعر {p}00 دولار، وأبلغت الضحايا",
        ],
    ),
    (
        "es",
        &[
            "La policía detuvo al vendedor de un booter que cobraba {p} euros al mes, según la Guardia Civil.",
            "La base de datos filtrada estaba en venta por {p}00 euros; la empresa notificó a las víctimas.",
        ],
    ),
    (
        "be",
        &[
            "Паліцыя затрымала прадаўца ддос-атак: гадзіна каштавала {p}$, паведаміў Еўрапол.",
            "Паводле даследчыкаў, скрадзеная база прадаецца за {p} руб; памяняйце паролі.",
        ],
    ),
];

const RESEARCH: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "We measured 14 booters over {p} weeks: the median plan costs ${p} per month and reaches 5 Gbps. Paper in the thread.",
            "New study: stresser prices fell to ${p}/month after the takedown. Researchers bought plans under an ethics board.",
            "My talk on threat intelligence: what a combolist costs (${p}), who buys it, how defenders use the dataset.",
            "Honeypot report: an L7 attack from a booter, sold for ${p} an hour; mitigation advice inside.",
        ],
    ),
    (
        "fr",
        &[
            "Notre étude mesure 14 booters : prix médian {p} € par mois, 5 Gbps. Article en lien.",
            "Thèse : combien coûte une combolist ({p} euros), qui l'achète, et comment les défenseurs s'en servent.",
        ],
    ),
    (
        "ru",
        &[
            "Мы измерили 14 стрессеров: медианная цена {p}$ в месяц. Статья по ссылке.",
            "Исследование: сколько стоит база с паролями ({p}00 рублей) и как от этого защититься.",
        ],
    ),
    (
        "ar",
        &[
            "دراسة جديدة: قاس الباحثون أسعار 14 ستريسر، المتوسط {p} دولار في الشهر",
            "تقرير عن سعر كومبو ليست ({p} دولار) وطرق الحماية، بحث للتحميل",
        ],
    ),
    (
        "es",
        &[
            "Estudio: medimos 14 booters, el precio mediano es {p} euros al mes. Artículo en el hilo.",
            "Informe sobre cuánto cuesta una combolist ({p} €) y cómo protegerse.",
        ],
    ),
    (
        "be",
        &[
            "Даследаванне: медыянная цана стрэсера {p}$ у месяц. Артыкул па спасылцы.",
            "Колькі каштуе база з паролямі ({p} руб) і як абараніцца: лекцыя ў суботу.",
        ],
    ),
];

const EVERYDAY: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "Selling my bike, ${p}0, pick up near the station, dm me",
            "VPS with DDoS protection from ${p} per month, order now",
            "Meeting at 18:{p}, bring soup. Who has the key?",
            "our database course starts monday, price ${p}, contact the school",
            "the server was down again for {p} minutes, ddos I guess",
            "Lost: grey cat, courtyard {p}. Reward ${p}.",
            "does anyone rent a van for a day? I pay {p} euros",
        ],
    ),
    (
        "fr",
        &[
            "Je vends mon vélo, {p}0 €, contactez-moi en mp",
            "Hébergement avec protection DDoS à partir de {p} € par mois",
            "La base de la soupe : {p} carottes, un oignon. À vendre : trois bocaux à {p} €",
            "Qui loue une camionnette ? Je paie {p} euros par jour",
            "Réunion à 18h{p}, apportez du thé",
        ],
    ),
    (
        "ru",
        &[
            "Продам велосипед, {p}00 рублей, пишите в лс",
            "Хостинг с защитой от ддос, от {p}$ в месяц, закажите",
            "Сделал бутер с сыром за {p} рублей, кто будет?",
            "Сдаю комнату, {p}000 руб в месяц, телеграм в профиле",
            "Собираемся в 18:{p}, возьмите чай",
        ],
    ),
    (
        "ar",
        &[
            "للبيع دراجة، السعر {p} دولار، تواصل خاص",
            "استضافة مع حماية من هجمات DDoS بسعر {p} دولار شهريا",
            "الاجتماع الساعة 18:{p}، أحضروا الشاي",
            "دورة قواعد بيانات، السعر {p} يورو، تواصل مع المدرسة",
        ],
    ),
    (
        "es",
        &[
            "Vendo mi bici, {p}0 €, escríbeme",
            "Hosting con protección DDoS desde {p} € al mes",
            "Nos vemos a las 18:{p}, traed té",
            "Alquilo habitación, {p}0 euros al mes, contacto por privado",
        ],
    ),
    (
        "be",
        &[
            "Прадам ровар, {p}0 руб, пішыце ў лс",
            "Хостынг з абаронай ад ддос, ад {p}$ у месяц",
            "Збіраемся ў 18:{p}, вазьміце гарбату",
            "Здаю пакой, {p}0 byn у месяц, тэлеграм у профілі",
        ],
    ),
];

/// Lines that look like credentials line by line; eight of them stand in a text.
fn lookalike(chance: &mut Chance, form: usize) -> String {
    let (first, last) = (chance.of(&FIRST), chance.of(&LAST));
    let number = chance.below(900) + 10;
    match form {
        0 => format!("git clone git@github.com:{first}/{last}{number}.git"),
        1 => format!("scp deploy@web{number}.{last}.fr:/srv/{first}/www ."),
        2 => format!("{first}{number}@example.com:Password{number}!"),
        3 => format!("{}***@gmail.com:{}*****", &first[..1], &last[..1]),
        4 => format!("{first}.{last}@{}: {first}", chance.of(&HOSTS)),
        5 => format!("{first};{last};{};Minsk", mail(chance)),
        6 => format!("{},2026-05-{:02}", mail(chance), number % 28 + 1),
        7 => format!("ssh {first}@vps{number}.ovh.net -p 2222"),
        8 => format!("{}: {}", mail(chance), mail(chance)),
        9 => format!("DATABASE_URL_{number}=postgres://{first}:${{PASSWORD}}@db.{last}.internal:5432/x"),
        10 => format!(
            "2026-11-{:02}T10:15:{:02}Z login ok user={} ip=hidden",
            number % 28 + 1,
            number % 60,
            mail(chance)
        ),
        11 => format!("let {first}_{last} = map.get(\"key:{number}\").unwrap_or(&{number});"),
        12 => format!(
            "Author: {first} {last} <{}>\nDate: Mon Nov {} 10:00:00 2026",
            mail(chance),
            number % 28 + 1
        ),
        13 => format!("> {} wrote:\n> see you at 18:{:02}", mail(chance), number % 60),
        14 => format!("host{number}.{last}.net:8080"),
        _ => format!("URL: https://wiki.{last}.fr/{number}\nUser: see the wiki\nPassword: ask {first}"),
    }
}

fn filled(template: &str, chance: &mut Chance) -> String {
    template.replace("{p}", &(chance.below(80) + 10).to_string())
}

/// Letters that look alike, for one offer in four.
fn disguised(text: &str, chance: &mut Chance) -> String {
    match chance.below(8) {
        0 => text.replace("booter", "b00ter").replace("stresser", "str3sser").replace("botnet", "b0tnet"),
        1 => text.replace("booter", "bооter").replace("combolist", "cоmbolist"),
        2 => text.to_uppercase().replace("@NUIT", "@nuit"),
        _ => text.to_owned(),
    }
}

fn written(
    templates: &[(&'static str, &[&str])],
    kind: &'static str,
    count: usize,
    chance: &mut Chance,
) -> Vec<Fixture> {
    let is_bad = kind == "offer";
    let fixture = |number: usize| {
        let (language, texts) = templates[number % templates.len()];
        let text = filled(texts[(number / templates.len()) % texts.len()], chance);
        let text = if is_bad { disguised(&text, chance) } else { text };
        Fixture { text, kind, language, is_bad, hidden: Vec::new() }
    };
    (0..count).map(fixture).collect()
}

/// A thousand texts, half of them leaks or offers.
pub fn thousand() -> Vec<Fixture> {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut all = Vec::new();
    for (count, kind, make) in
        [(220, "pairs", pair_lines as fn(&mut Chance, &mut Vec<String>) -> String), (120, "dump", other_leak)]
    {
        for _ in 0..count {
            let mut hidden = Vec::new();
            let text = make(&mut chance, &mut hidden);
            hidden.retain(|word| text.contains(word));
            all.push(Fixture { text, kind, language: "", is_bad: true, hidden });
        }
    }
    all.extend(written(&OFFERS, "offer", 160, &mut chance));
    all.extend(written(&NEWS, "news", 100, &mut chance));
    all.extend(written(&RESEARCH, "research", 100, &mut chance));
    all.extend(written(&EVERYDAY, "everyday", 140, &mut chance));
    for number in 0..160 {
        let lines: Vec<String> = (0..8).map(|_| lookalike(&mut chance, number % 16)).collect();
        all.push(Fixture {
            text: lines.join("\n"),
            kind: "lookalike",
            language: "",
            is_bad: false,
            hidden: Vec::new(),
        });
    }
    all
}
