"""The mirror of a published site: a second tree of hard links to its files, which the next build makes the new site of.

Such a build writes and removes the files that differ, and leaves all others where they are.
"""

import os
from collections.abc import Container
from pathlib import Path

from generator.system import filesystem
from generator.system.filesystem import Signature, signature


def mirror(site: str, tree: str) -> None:
    """Give a folder the files of the site as hard links, and remove all others from it.

    Raises OSError, also where the file system has no hard links.
    """
    with os.scandir(tree) as entries:
        there = {entry.name: entry for entry in entries}
    with os.scandir(site) as entries:
        for entry in entries:
            before, path = there.pop(entry.name, None), f"{tree}/{entry.name}"
            is_folder = entry.is_dir(follow_symlinks=False)
            # Two names of one file have the same inode.
            if before and not is_folder and before.inode() == entry.inode():
                continue
            if before and not (is_folder and before.is_dir(follow_symlinks=False)):
                remove(Path(path))
                before = None
            if not is_folder:
                os.link(entry.path, path, follow_symlinks=False)
                continue
            if before is None:
                filesystem.make_folder(Path(path))
            mirror(entry.path, path)
    for name in there:
        remove(Path(tree, name))


def remove(path: Path) -> None:
    """Remove a file, or a folder with all in it. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        filesystem.remove(path)
    else:
        path.unlink()


def remove_others(tree: str, files: Container[str]) -> dict[str, Signature]:
    """Remove all but some files from a folder, and empty folders; returns the signatures of the files that are left.

    Raises OSError.
    """
    left: dict[str, Signature] = {}

    def is_emptied(inside: str) -> bool:
        before = len(left)
        with os.scandir(f"{tree}/{inside}") as entries:
            for entry in entries:
                path = inside + entry.name
                if entry.is_dir(follow_symlinks=False):
                    is_other = is_emptied(f"{path}/")
                elif not (is_other := path not in files):
                    left[path] = signature(entry.stat(follow_symlinks=False))
                if is_other:
                    remove(Path(entry.path))
        return len(left) == before

    is_emptied("")
    return left
