"""Jinja2, locked up: templates print what they are given and can do nothing else.

What a template does wrong becomes a problem at the template's own line.
"""

import dataclasses
import re
import traceback
from collections.abc import Callable, Mapping, Sized
from types import TracebackType

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from studyguide.course.authored import Authored
from studyguide.problems import Place, Problems, did_you_mean

#: What Python code in a template can run into; anything else is our own mistake.
_FAULTS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, MemoryError)
#: How large a number or how long a text may be that a template makes by multiplying.
_MOST_REPEATED = 1_000_000


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Refuse what could fill the memory: raises SecurityError."""
        size = 1.0
        for side in (left, right):
            size *= max(1.0, len(side) if isinstance(side, Sized) else abs(float(str(side))))
        if operator == "**" or size > _MOST_REPEATED:
            raise SecurityError(f'"{operator}" would make something too large')
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Of our own values templates get the fields, but nothing that can be called.

        Through pydantic's `model_fields` they would reach a class, and through the class's
        `format`, which the sandbox does not see, all of Python.
        """
        if isinstance(obj, type):
            return False
        if isinstance(obj, Authored):
            names = set(type(obj).model_fields)
        elif dataclasses.is_dataclass(obj):
            names = {field.name for field in dataclasses.fields(obj)}
        else:
            return super().is_safe_attribute(obj, attr, value)
        return attr in names and not callable(value)


def render(
    name: str,
    templates: Mapping[str, tuple[str, str]],
    given: Mapping[str, object],
    filters: Mapping[str, Callable[..., object]],
    problems: Problems,
) -> str | None:
    """Render a template, or give None and a problem.

    `templates` are (path, text) pairs by name; `given` is all that they can see.
    """

    def load(wanted: str) -> tuple[str, str, Callable[[], bool]] | None:
        if wanted not in templates:
            return None
        path, text = templates[wanted]
        return text, path, lambda: True

    environment = _Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals = dict(given)
    environment.filters |= filters
    paths = {path for path, _ in templates.values()}
    otherwise = Place(templates[name][0]) if name in templates else Place(f"layouts/{name}")
    try:
        return environment.get_template(name).render()
    except TemplateSyntaxError as error:
        place = Place(error.filename or error.name or name, error.lineno)
        problems.add(place, "template.syntax", _said(error.message))
    except TemplateNotFound as error:
        place = _place(error.__traceback__, paths) or otherwise
        hint = did_you_mean(str(error.name), list(templates))
        problems.add(place, "layout.missing", f'there is no template "{error.name}"', hint=hint)
    except UndefinedError as error:
        place = _place(error.__traceback__, paths) or otherwise
        message, missing = _undefined(error.message)
        hint = did_you_mean(missing, list(given)) if missing else ""
        problems.add(place, "template.undefined", message, hint=hint)
    except SecurityError as error:
        place = _place(error.__traceback__, paths) or otherwise
        problems.add(place, "template.unsafe", _said(error.message))
    except RecursionError as error:
        place = _place(error.__traceback__, paths) or otherwise
        message = "the template, or a macro of it, calls itself without end"
        problems.add(place, "template.syntax", message)
    except (TemplateError, *_FAULTS) as error:
        found = _place(error.__traceback__, paths)
        if found is None:
            raise
        message = f"the template fails: {_said(str(error) or type(error).__name__)}"
        problems.add(found, "template.syntax", message)
    return None


def _said(message: str | None) -> str:
    """Give Jinja2's words in our manner: no capital, no full stop, double quotes."""
    text = (message or "the template fails").strip().rstrip(".")
    text = re.sub(r"(?<!\w)'([^']*)'(?!\w)", r'"\1"', text)
    return text[:1].lower() + text[1:]


def _undefined(message: str | None) -> tuple[str, str]:
    """Give Jinja2's words on a name that does not exist, and the name if it has no owner.

    >>> _undefined("'studyguide.select.selection.Selection object' has no attribute 'titel'")
    ('a Selection has no "titel"', '')
    >>> _undefined("'selektion' is undefined")
    ('there is no "selektion" here', 'selektion')
    """
    owned = re.fullmatch(r"'(?:\w+\.)*(\w+) object' has no attribute '(.*)'", message or "")
    if owned:
        return f'a {owned[1]} has no "{owned[2]}"', ""
    lone = re.fullmatch(r"'(\w+)' is undefined", message or "")
    return (f'there is no "{lone[1]}" here', lone[1]) if lone else (_said(message), "")


def _place(trace: TracebackType | None, paths: set[str]) -> Place | None:
    """Give the innermost line of a template in a traceback."""
    frames = [frame for frame in traceback.extract_tb(trace) if frame.filename in paths]
    return Place(frames[-1].filename, frames[-1].lineno or 1) if frames else None
