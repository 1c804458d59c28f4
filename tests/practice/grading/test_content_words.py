from desktop.practice.grading.content_words import content_words


def test_only_words_that_say_something_count_and_each_family_once() -> None:
    found = content_words("I walked to the shop, and the shops were walking? She goes and went. 25 🙂 I’m")
    assert set(found) == {"walk", "shop", "go"}
    assert found["walk"] == "walked"


def test_short_words_are_left_as_they_are() -> None:
    assert set(content_words("red dress, this class, used a bus")) == {"red", "dress", "class", "use", "bus"}
