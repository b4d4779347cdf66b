"""The page that a newcomer sees, in a real browser at the size of a phone and of a desk: register, write, read, and be answered
by a bot."""

import pytest

from harness.bots import LIBRARIES, Bot
from harness.browser import Browser
from harness.people import BOT_PERMISSIONS, Person

DOOR_ERRORS = "[...document.querySelectorAll('#account .error')].map((it) => it.textContent).join('')"
SIZES = {"phone": (390, 844), "desk": (1280, 800)}


@pytest.fixture(params=SIZES)
def browser(request, house, tmp_path):
    width, height = SIZES[request.param]
    opened = Browser(tmp_path / "browser", width, height)
    opened.open(f"https://{house.host}/")
    yield opened
    opened.close()


def come_in(browser: Browser, house, name: str) -> Person:
    """Registers by the page, and returns the same person for what a test does beside it."""
    free = Person.register(house.local, name).name
    name = f"{free}_here"
    browser.type_into("#username", name)
    browser.type_into("#password", "a long enough password")
    browser.click("#consent")
    browser.click("#account-submit")
    browser.wait("!document.querySelector('#square').hidden")
    person = Person(house.local, browser.evaluate("localStorage.getItem('parvis.token')"))
    person.id = person.get("/users/@me")["id"]
    assert person.get("/users/@me")["username"] == name
    return person


def make_guild(browser: Browser, name: str) -> str:
    """Makes a guild by the page; its first channel opens."""
    browser.type_into("#guild-name", name)
    browser.press_enter()
    browser.wait("!document.querySelector('#write').hidden")
    return browser.evaluate("document.querySelector('[aria-current=true]').dataset.channel")


def write(browser: Browser, text: str) -> None:
    browser.type_into("#content", text)
    browser.click("#write button")
    browser.wait("document.querySelector('#content').value === ''")


def shows(text: str) -> str:
    """Whether a message that the server has confirmed is on the page."""
    confirmed = "#messages li[data-id] .text"
    return f"[...document.querySelectorAll({confirmed!r})].some((it) => it.textContent === {text!r})"


def speak(browser: Browser, language: str) -> None:
    choose = f"it.value = {language!r}; it.dispatchEvent(new Event('change'))"
    browser.evaluate(f"{{ const it = document.querySelector('#language'); {choose} }}")
    browser.wait(f"document.documentElement.lang === {language!r}")


def scrolls_sideways(browser: Browser) -> bool:
    return browser.evaluate("document.documentElement.scrollWidth > innerWidth")


def a_newcomer_registers_writes_and_is_answered_by_a_bot(browser, house):
    person = come_in(browser, house, "newcomer")
    channel_id = make_guild(browser, "Voisines et voisins")
    write(browser, "Bonjour la place")
    browser.wait(shows("Bonjour la place"))
    assert person.history(channel_id)[0]["content"] == "Bonjour la place"

    guild_id = person.get(f"/channels/{channel_id}")["guild_id"]
    identity = person.make_bot("answerer")
    person.add_bot(identity, guild_id, BOT_PERMISSIONS)
    bot = Bot(LIBRARIES["discord.py"], house, identity["token"], house.folder / "page-bot.log")
    try:
        bot.wait("ready")
        write(browser, "!ping")
        browser.wait(shows("pong"))
    finally:
        bot.stop()
    assert browser.errors == []


def a_guest_comes_by_invitation_and_both_read_each_other(browser, house):
    host = Person.register(house.local, "host")
    guild = host.make_guild("La cour")
    channel_id = next(one["id"] for one in host.get(f"/guilds/{guild['id']}/channels") if one["type"] == 0)
    come_in(browser, house, "guest")
    browser.type_into("#invite-code", host.invite(channel_id))
    browser.press_enter()
    browser.wait("!document.querySelector('#write').hidden")
    host.say(channel_id, "<img src=x onerror=\"document.title='taken over'\"> bienvenue")
    browser.wait(shows("<img src=x onerror=\"document.title='taken over'\"> bienvenue"))
    write(browser, "merci")
    browser.wait(shows("merci"))
    assert host.history(channel_id)[0]["content"] == "merci"
    assert "taken over" not in browser.evaluate("document.title")
    assert browser.errors == []


def the_page_speaks_french_and_english_and_asks_nobody_else(browser, house):
    heads = {}
    for language in ("fr", "en"):
        speak(browser, language)
        heads[language] = browser.evaluate("document.querySelector('h1').textContent")
    assert heads["fr"] != heads["en"]
    asked = browser.evaluate("performance.getEntriesByType('resource').map((it) => new URL(it.name).host)")
    assert set(asked) == {house.host}
    assert not scrolls_sideways(browser)


def a_mistake_at_the_door_is_explained_beside_its_field_in_the_page_s_language(browser, house):
    speak(browser, "fr")
    taken = Person.register(house.local, "taken").name
    said = {}
    long = "assez long pour passer"
    for name, password in (("ab c", long), (taken, long), ("abc", "court")):
        browser.evaluate("document.querySelector('#account').reset()")
        browser.type_into("#username", name)
        browser.type_into("#password", password)
        browser.click("#consent")
        browser.click("#account-submit")
        browser.wait(f"!document.querySelector('#account-submit').disabled && {DOOR_ERRORS}")
        said[name] = browser.evaluate(DOOR_ERRORS)
        browser.evaluate("document.querySelectorAll('#account .error').forEach((it) => it.replaceChildren())")
    assert said["ab c"].startswith("2 à 32 lettres")
    assert said[taken].startswith("Ce nom est déjà pris")
    assert said["abc"] == "Au moins 8 caractères."
    assert browser.evaluate("document.querySelector('#square').hidden")


def an_invitation_s_link_leads_through_the_door_into_its_place(browser, house):
    host = Person.register(house.local, "inviting")
    guild = host.make_guild("Le lavoir")
    channel_id = next(one["id"] for one in host.get(f"/guilds/{guild['id']}/channels") if one["type"] == 0)
    host.say(channel_id, "déjà là")
    browser.open(f"https://{house.host}/invite/{host.invite(channel_id)}")
    browser.wait("document.querySelector('#notice-text').textContent.includes('Le lavoir')")
    come_in(browser, house, "invited")
    browser.wait(shows("déjà là"))
    assert "/invite/" not in browser.evaluate("location.href")
    browser.wait("document.querySelector('#messages .service')")
    browser.open(f"https://{house.host}/invite/nothing")
    browser.wait("!document.querySelector('#square').hidden")
    browser.wait("document.querySelector('#notice-text').textContent")
    assert not scrolls_sideways(browser)


def a_hasty_writer_s_words_arrive_later_and_in_order(browser, house):
    person = come_in(browser, house, "hasty")
    channel_id = make_guild(browser, "La course")
    words = [f"{number} pas" for number in range(8)]
    for word in words:
        write(browser, word)
    browser.wait(shows(words[-1]))
    assert [one["content"] for one in reversed(person.history(channel_id))] == words
    assert browser.evaluate("document.querySelectorAll('#messages .pending').length") == 0


def the_marks_of_a_message_stand_out_and_never_run(browser, house):
    come_in(browser, house, "writer")
    make_guild(browser, "L'atelier")
    address = "https://example.org/a_b"
    write(browser, f"**gras** `a*b*c` ({address}). [ici](javascript:alert(1)) <b>non</b> ||caché||")
    browser.wait(shows(f"gras a*b*c ({address}). [ici](javascript:alert(1)) <b>non</b> …"))
    assert browser.evaluate("[...document.querySelectorAll('.text a')].map((it) => it.href)") == [address]
    assert browser.evaluate("document.querySelector('.text strong').textContent") == "gras"
    browser.click("button.spoiler")
    browser.wait("document.querySelector('.text').textContent.endsWith('caché')")
    assert not scrolls_sideways(browser)
    assert browser.errors == []


def a_reload_opens_the_channel_that_was_open(browser, house):
    come_in(browser, house, "returning")
    channel_id = make_guild(browser, "Le retour")
    write(browser, "je reviens")
    browser.wait(shows("je reviens"))
    address = browser.evaluate("location.href")
    browser.open(f"https://{house.host}/readyz")
    browser.open(address)
    browser.wait(shows("je reviens"))
    assert browser.evaluate("document.querySelector('[aria-current=true]').dataset.channel") == channel_id
