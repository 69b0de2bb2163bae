"""The options of a build."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.system.manifest import Revision

if TYPE_CHECKING:
    # Only a build with a baseline imports it.
    from generator.build.baseline import Baseline


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """The options of a build: project, target folder, revision of the project, and switches.

    allow_shrink  whether forms that were public may be missing
    jobs          how many processes of this machine share the work
    scheduler     the address of a Dask scheduler whose workers draw the departments
    against       what was public before and must still be there, besides the site that is replaced
    skip_held     whether the site is made without the files that are held
    fresh         whether all that earlier builds have kept is deleted first
    """

    root: Path
    target: Path
    revision: Revision
    allow_shrink: bool = False
    jobs: int = 1
    scheduler: str = ""
    against: "Baseline | None" = None
    skip_held: bool = False
    fresh: bool = False
