"""Values as bytes in MessagePack, which holds data and no code: dataclasses, and models of pydantic by their fields."""

from decimal import Decimal
from typing import Any, TypeVar

Value = TypeVar("Value")


def packed(value: Any) -> bytes:
    """A value as bytes."""
    # Imported here, for most commands do without.
    from msgspec import msgpack

    return msgpack.encode(value, enc_hook=as_simple)


def unpacked(content: bytes, kind: type[Value]) -> Value:
    """The value of a type that bytes hold; raises ValueError where they do not."""
    from msgspec import msgpack

    return msgpack.decode(content, type=kind, dec_hook=as_model)


def as_simple(value: Any) -> Any:
    """A model of pydantic, or a text or a figure of a subclass, as simple values."""
    return str(value) if isinstance(value, str | Decimal) else value.model_dump(mode="json", exclude_none=True)


def as_model(kind: Any, value: Any) -> Any:
    """A model of pydantic from simple values."""
    return kind.model_validate(value).without_field_sets()
