import pytest

from desktop.gui.models.devices import DevicesModel


@pytest.fixture
def model(qapp: object) -> DevicesModel:
    return DevicesModel()


def test_the_systems_choice_is_always_first(model: DevicesModel) -> None:
    assert [model.text(row) for row in model.rows] == ["The system's choice"]
    model.set_devices(["USB headset", "Built-in", "USB headset"], "")
    assert [row.name for row in model.rows] == ["", "USB headset", "Built-in"]


def test_the_chosen_device_stays_while_it_is_unplugged(model: DevicesModel) -> None:
    model.set_devices(["Built-in"], "USB headset")
    assert model.text(model.rows[-1]) == "USB headset (not connected)"
    model.set_devices(["Built-in", "USB headset"], "USB headset")
    assert model.text(model.rows[-1]) == "USB headset"
