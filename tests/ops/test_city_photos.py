from io import BytesIO

import pytest
from PIL import Image, ImageChops

from anhuan.ops.city.catalogue import problems
from anhuan.ops.city.photos import SCENES, STAGES, photo, scene_of


def _pixels(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def test_scenes_number_at_least_six() -> None:
    assert len(SCENES) >= 6


@pytest.mark.parametrize("scene", SCENES)
def test_photo_is_a_jpeg_of_camera_size(scene: str) -> None:
    data = photo(scene, "before")
    image = Image.open(BytesIO(data))

    assert (image.format, image.size) == ("JPEG", (1200, 900))
    assert 50_000 < len(data) < 120_000


@pytest.mark.parametrize("scene", SCENES)
def test_stages_of_a_scene_are_visibly_different(scene: str) -> None:
    before, partly, after = (_pixels(photo(scene, stage)) for stage in STAGES)

    differences = [
        max(high for _, high in ImageChops.difference(a, b).getextrema())
        for a, b in ((before, partly), (partly, after))
    ]

    assert min(differences) > 60


def test_photo_is_the_same_each_time() -> None:
    assert photo("oil-leak", "partly", 3) == photo("oil-leak", "partly", 3)


def test_photo_differs_by_variant() -> None:
    assert photo("blocked-exit", "before", 1) != photo("blocked-exit", "before", 2)


def test_photo_of_an_unknown_scene_is_refused() -> None:
    with pytest.raises(KeyError):
        photo("nothing", "before")


def test_every_category_has_a_scene() -> None:
    assert {scene_of(problem.category) for problem in problems()} == set(SCENES)
