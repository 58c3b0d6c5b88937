import pytest

from bot.slack.render.safe import code, escape, link, person, plain, web_address, width

RLO, FSI, PDI = "\u202e", "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        (
            "<@U01ADA> & <https://x.example|here>",
            "&lt;@U01ADA&gt; &amp; &lt;https://x.example|here&gt;",
        ),
        ("*bold* ~gone~ `code`", "∗bold∗ ∼gone∼ ˋcodeˋ"),  # noqa: RUF001
        ("_thin_ and __thin__", "ˍthinˍ and ˍˍthinˍˍ"),
        ("db_1.prod_eu", "db_1.prod_eu"),
        ("all :white_check_mark: good", "all ∶white_check_mark: good"),  # noqa: RUF001
        (">> quoted", "›› quoted"),  # noqa: RUF001
        ("a\nb\r\n\tc\x00\u2028d", "a b c d"),
        (f"in{RLO}voice\u200b", "invoice"),
        ("", ""),
    ],
)
def test_escaped_words_can_only_be_read(foreign: str, shown: str) -> None:
    assert escape(foreign) == shown


def test_words_from_right_to_left_are_kept_apart_from_our_figures() -> None:
    assert escape("שלום 5") == f"{FSI}שלום 5{PDI}"
    assert plain("שלום 5") == f"{FSI}שלום 5{PDI}"
    assert width(escape("ש" * 50, 20)) <= 20


def test_an_emoji_of_several_parts_stays_whole() -> None:
    assert plain("👩‍💻 works") == "👩‍💻 works"


def test_plain_words_stay_as_they_were_written() -> None:
    assert plain("<b> & *x* :smile: _y_") == "<b> & *x* :smile: _y_"


@pytest.mark.parametrize("limit", [1, 2, 7, 20])
def test_the_limit_counts_what_is_sent_and_never_cuts_an_entity(limit: int) -> None:
    shown = escape("&" * 40, limit)
    assert width(shown) <= limit
    assert shown.replace("&amp;", "").strip("…") == ""


def test_an_emoji_counts_as_the_two_units_it_is() -> None:
    assert width("💸") == 2
    assert plain("💸" * 10, 7) == "💸💸💸…"


def test_code_is_copied_as_it_is() -> None:
    assert code("acme_vps/_7*8") == "`acme_vps/_7*8`"
    assert code("a`b<c>") == "`aˋb&lt;c&gt;`"  # noqa: RUF001
    assert code("") == "`?`"


@pytest.mark.parametrize(
    "address",
    [
        "https://my.interserver.example/cart?invoices=7&pay=1",
        "http://127.0.0.1:8080/x#y",
        "https://x.example",
    ],
)
def test_a_web_address_may_become_a_button(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "ftp://x.example/",
        "https://",
        "https://user:pass@x.example/",
        "https://x.example/a b",
        "https://x.example/|<!channel>",
        f"https://x.example/{RLO}",
        "https://x.example/" + "a" * 3_000,
    ],
)
def test_anything_else_may_not(address: str | None) -> None:
    assert web_address(address) is None
    assert link(address, "Open invoice") == "Open invoice"


def test_a_link_keeps_its_label_and_address_apart() -> None:
    assert link("https://x.example/?a=1&b=2", "a|b") == "<https://x.example/?a=1&amp;b=2|a∣b>"  # noqa: RUF001


def test_only_a_slack_user_id_becomes_a_mention() -> None:
    assert person("U01ADA") == "<@U01ADA>"
    assert person("W7") == "<@W7>"
    assert person("U01ADA>") == "U01ADA&gt;"
    assert person("!channel") == "!channel"
    assert person("duewatch") == "duewatch"
