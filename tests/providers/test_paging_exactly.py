"""Paging step by step: where each next page starts, and when a list is read from its beginning."""

from collections.abc import Sequence

import pytest

from providers.paging import MOST_STEPS_BACK, OVERLAP, Page, PagingFault, read_all

SILENT = "the list does not say how long it is"


class Told:
    """Answers the n-th request from the n-th list, the last one from then on."""

    def __init__(self, *lists: Sequence[str]) -> None:
        self.lists = lists
        self.asked: list[int] = []

    def get(self, offset: int, size: int) -> Page:
        rows = self.lists[min(len(self.asked), len(self.lists) - 1)]
        self.asked.append(offset)
        return Page(tuple(rows[offset : offset + size]), len(rows))


def numbers(first: int, last: int, kind: str = "") -> list[str]:
    return [f"{kind}{number}" for number in range(first, last + 1)]


def test_each_step_back_goes_twice_as_far_as_the_one_before() -> None:
    asked: list[int] = []

    def get(offset: int, size: int) -> Page:
        asked.append(offset)
        rows = numbers(1, 400)
        return Page(tuple(rows[offset : offset + size]), None if len(asked) in (5, 6, 7) else 400)

    read_all(get, total_binds=True)
    assert asked == [0, 95, 190, 285, 380, 370, 350, 310]


@pytest.mark.parametrize("silent", [MOST_STEPS_BACK, MOST_STEPS_BACK + 1])
def test_a_list_has_eight_chances_to_become_readable_and_no_ninth(silent: int) -> None:
    asked: list[int] = []

    def get(offset: int, _: int) -> Page:
        asked.append(offset)
        return Page(("7",), None if len(asked) <= silent else 1)

    if silent > MOST_STEPS_BACK:
        with pytest.raises(PagingFault, match=f"^{SILENT}$"):
            read_all(get, total_binds=True)
    else:
        read_all(get, total_binds=True)
    assert asked == [0] * 9


def test_a_page_of_nothing_but_the_overlap_ends_a_list_whose_total_means_something_else() -> None:
    asked: list[int] = []

    def get(offset: int, size: int) -> Page:
        asked.append(offset)
        return Page(tuple(numbers(1, 100)[offset : offset + size]), 4_000)

    read_all(get, total_binds=False)
    assert asked == [0, 100 - OVERLAP]


def test_a_list_in_order_that_shrinks_meanwhile_is_whole() -> None:
    told = Told(numbers(51, 200), numbers(52, 200))
    read_all(told.get, total_binds=True)
    assert told.asked == [0, 95]


def test_a_list_without_numbers_that_shrinks_meanwhile_is_read_again() -> None:
    told = Told(numbers(51, 200, "INV-"), numbers(52, 200, "INV-"))
    read_all(told.get, total_binds=True)
    assert told.asked == [0, 95, 0, 95]


def test_a_list_that_repeats_a_row_has_no_order_to_be_trusted() -> None:
    told = Told([*numbers(51, 149), "149", *numbers(150, 200)], numbers(54, 200))
    read_all(told.get, total_binds=True)
    assert told.asked == [0, 95, 0, 95]


def test_a_list_that_is_read_again_is_judged_by_its_order_of_then() -> None:
    down = numbers(51, 200)[::-1]
    told = Told(down, [*down[:-1], "200"], numbers(51, 200), numbers(52, 200))
    read_all(told.get, total_binds=True)
    assert told.asked == [0, 95, 0, 95]


def test_a_page_that_begins_with_an_unknown_row_is_not_joined_though_the_next_one_is_known() -> (
    None
):
    moved = [*numbers(1, 95), "999", *numbers(96, 150)]
    told = Told(numbers(1, 150), moved)
    read_all(told.get, total_binds=True)
    assert told.asked == [0, 95, 85]


def test_a_server_that_gives_six_rows_at_a_time_is_read_row_by_row() -> None:
    told = Told(numbers(1, 10))
    read_all(lambda offset, _: told.get(offset, OVERLAP + 1), total_binds=True)
    assert told.asked == [0, 1, 2, 3, 4]


def test_a_server_that_gives_no_more_rows_than_pages_overlap_is_a_fault() -> None:
    told = Told(numbers(1, 20))
    fault = r"^rows up to number 5 came, but the list reports 20$"
    with pytest.raises(PagingFault, match=fault):
        read_all(lambda offset, _: told.get(offset, OVERLAP), total_binds=True)
    assert told.asked == [0] * 9


def test_a_server_that_ignores_the_offset_is_told_by_the_page_that_comes_again() -> None:
    first = tuple(numbers(1, 100))
    with pytest.raises(PagingFault, match=r"^the same page came for two places of the list$"):
        read_all(lambda *_: Page(first, 300), total_binds=True)


def test_a_list_that_never_holds_still_is_told_by_its_pages_that_do_not_join() -> None:
    told = Told(*(numbers(thousand, thousand + 9_999) for thousand in range(0, 10**6, 10_000)))
    with pytest.raises(PagingFault, match=r"^the list changed faster than it could be read$"):
        read_all(told.get, total_binds=True)
