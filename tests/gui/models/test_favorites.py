from dataclasses import replace

import pytest

from desktop.gui.models.favorites import FavoritesModel
from tests.support.fake_app import sample_catalogue

STARS = sample_catalogue().favorites


@pytest.fixture
def model(qapp: object) -> FavoritesModel:
    model = FavoritesModel()
    model.set_favorites(STARS)
    return model


def test_the_newest_star_is_on_top(model: FavoritesModel) -> None:
    model.set_favorites(tuple(reversed(STARS)))
    assert [row.id for row in model.rows] == ["m-72", "m-51", "m-21"]


def test_search_looks_into_both_sides_and_the_conversations_name(model: FavoritesModel) -> None:
    model.search("carrot")
    assert [row.id for row in model.rows] == ["m-72"]
    model.search("porto valid")
    assert [row.id for row in model.rows] == ["m-51"]


def test_a_star_kept_here_only_says_so(model: FavoritesModel) -> None:
    assert model.detail(STARS[2]).endswith("on this computer")
    assert "on this computer" not in model.detail(STARS[0])


def test_one_without_words_is_still_named(model: FavoritesModel) -> None:
    assert model.text(replace(STARS[0], assistant_text="", learner_text="")) == "An exchange without words"
