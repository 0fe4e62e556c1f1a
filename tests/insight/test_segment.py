"""Words and their places; one spelling for comparing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lianqi.insight.segment import Segmenter, tells
from lianqi.insight.spelling import key, normal, sentences


@given(st.text(max_size=60))
def test_words_cover_the_text_without_gap_or_overlap(text: str) -> None:
    words = Segmenter().words(text)
    assert "".join(word.text for word in words) == normal(text)
    assert all(normal(text)[word.start : word.end] == word.text for word in words)


@given(st.text(max_size=60))
def test_the_normal_spelling_is_normal(text: str) -> None:
    assert key(normal(text)) == key(text)


def test_punctuation_width_and_blanks_make_no_difference_to_the_key() -> None:
    assert key("停电， 五次！") == key("停电五次。") == key("\u200b停電五次".replace("電", "电"))


def test_words_of_a_mechanism_stay_whole() -> None:
    assert "末班车太早" in [word.text for word in Segmenter(known=["末班车太早"]).words("反映末班车太早的事")]


def test_words_found_in_every_form_tell_no_topic() -> None:
    assert not tells("企业") and not tells("厂房") and not tells("电") and not tells("2026年")
    assert Segmenter().topics("希望协调公交") == ("公交",)


def test_sentences_end_where_chinese_ends_them() -> None:
    assert sentences("停电五次。怎么办？！\n急") == ("停电五次", "怎么办", "急")
