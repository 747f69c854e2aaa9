"""NLTK's sentence splitter without the rest of NLTK.

``import nltk.tokenize.punkt`` runs ``nltk/__init__.py`` first, which loads all of NLTK: 0.3 s that no short text is
worth, and two seconds where SciPy is installed, since NLTK's statistics load it. Punkt needs a dozen modules of the
two hundred. So the files of NLTK that Punkt imports are loaded, and the ``__init__`` files of ``nltk`` and
``nltk.tokenize`` are passed over.

This happens beside Python's own modules: each file gets an ``__import__`` that looks for ``nltk`` names among the files
loaded here. Nothing is put into `sys.modules`, so that a program that imports NLTK, before, after or meanwhile in
another thread, gets all of it. Where the files of NLTK do not fit together this way, Punkt comes from an ordinary
import. Either way it is the same code, and gives the same sentences.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

__all__ = ["load_punkt"]

_PACKAGE = "nltk"
_NAME = "nltk.tokenize.punkt"
_PASSED_OVER = (_PACKAGE, "nltk.tokenize")
"""The packages whose ``__init__`` is not run; Punkt takes nothing from them but their modules."""


def load_punkt() -> ModuleType:
    """Return NLTK's module ``nltk.tokenize.punkt``, loaded without the rest of NLTK where that is possible.

    Raises:
        ImportError: if NLTK is not installed.

    Example:
        >>> load_punkt().PunktSentenceTokenizer.__module__
        'nltk.tokenize.punkt'
    """
    try:
        return _Loader().load_all()
    except Exception:  # whatever does not fit here, the ordinary import settles or shows
        return importlib.import_module(_NAME)


class _Loader:
    """Loads modules of NLTK into a place of their own."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        self._builtins = {**vars(builtins), "__import__": self._import}

    def load_all(self) -> ModuleType:
        """Load Punkt and what it imports. What its functions import later, when called, is imported as usual."""
        module = self._load(_NAME)
        self._builtins["__import__"] = builtins.__import__
        return module

    def _import(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        """Do what an import statement asks for: names of NLTK are looked for here, all others as usual."""
        if level == 0 and name.partition(".")[0] != _PACKAGE:
            return builtins.__import__(name, globals, locals, fromlist or (), level)
        if level:
            name = importlib.util.resolve_name("." * level + name, (globals or {})["__package__"])
        module = self._load(name)
        if not fromlist:
            return self._load(_PACKAGE)
        for part in fromlist:
            if part != "*" and not hasattr(module, part) and hasattr(module, "__path__"):
                self._load(f"{name}.{part}")
        return module

    def _load(self, name: str) -> ModuleType:
        """Return one module, its packages loaded before it."""
        known = self._modules.get(name)
        if known is not None:
            return known
        parent_name, _, own_name = name.rpartition(".")
        parent = self._load(parent_name) if parent_name else None
        spec = PathFinder.find_spec(name, parent.__path__) if parent is not None else importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            raise ImportError(f"no module {name}", name=name)
        module = importlib.util.module_from_spec(spec)
        self._modules[name] = module
        vars(module)["__builtins__"] = self._builtins
        if name not in _PASSED_OVER:
            if spec.submodule_search_locations is not None:
                raise ImportError(f"{name} is a package that Punkt is not known to need", name=name)
            spec.loader.exec_module(module)
        if parent is not None:
            setattr(parent, own_name, module)
        return module
