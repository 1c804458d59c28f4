import pytest

from desktop.gui.models.devices import DevicesModel


@pytest.fixture
def model(qapp: object) -> DevicesModel:
    return DevicesModel()


def test_the_systems_choice_is_always_first(model: DevicesModel) -> None:
    assert [model.text(row) for row in model.rows] == ["The system's choice"]
    model.set_devices([("usb", "USB headset"), ("in", "Built-in"), ("usb", "USB headset")], ("", ""))
    assert [row.id for row in model.rows] == ["", "usb", "in"]


def test_the_chosen_device_stays_while_it_is_unplugged(model: DevicesModel) -> None:
    model.set_devices([("in", "Built-in")], ("usb", "USB headset"))
    assert model.text(model.rows[-1]) == "USB headset (not connected)"
    model.set_devices([("in", "Built-in"), ("usb", "USB headset")], ("usb", "USB headset"))
    assert model.text(model.rows[-1]) == "USB headset"


def test_the_chosen_device_is_known_by_its_name_in_another_socket(model: DevicesModel) -> None:
    row = model.set_devices([("in", "Built-in"), ("usb-2", "USB headset")], ("usb-1", "USB headset"))
    assert [one.id for one in model.rows] == ["", "in", "usb-2"]
    assert row == 2
