"""Creating many related tables in one step of a migration."""

from typing import Any

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger

_DI_DALAM = (AddField, AddConstraint, AddIndex)  # the finished model has them already


class CreateTogether(Operation):
    """The operations of a first migration, as Django wrote them, run against their last state.

    One after the other, each of some six hundred would draw every related model anew: over a
    minute for an empty database. Here the models are drawn once, each table is made whole with its
    constraints and indexes, then the triggers are added.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: list[Operation]) -> None:
        for satu in operations:
            if not isinstance(satu, (CreateModel, AddTrigger, *_DI_DALAM)):
                raise TypeError(f"{type(satu).__name__} tidak dapat dijalankan bersama")
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn again when it is asked for, once
        for satu in self.operations:
            satu.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for jenis in (CreateModel, AddTrigger):
            for satu in self._of(jenis):
                satu.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for satu in reversed(self._of(CreateModel)):
            satu.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self._of(CreateModel))} models together"

    def _of(self, jenis: type[Any]) -> list[Any]:
        return [satu for satu in self.operations if isinstance(satu, jenis)]
