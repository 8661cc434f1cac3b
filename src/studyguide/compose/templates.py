"""Jinja2, locked up: templates print what they are given and can do nothing else.

What a template does wrong becomes a problem at the template's own line.
"""

import dataclasses
import traceback
from collections.abc import Callable, Mapping
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
from jinja2.sandbox import ImmutableSandboxedEnvironment

from studyguide.course.authored import Authored
from studyguide.problems import Place, Problems

#: What Python code in a template can run into; anything else is our own mistake.
_FAULTS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


class _Environment(ImmutableSandboxedEnvironment):
    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Of our own values templates get the data, never what can be called."""
        if callable(value) and (dataclasses.is_dataclass(obj) or isinstance(obj, Authored)):
            return False
        return super().is_safe_attribute(obj, attr, value)


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
    try:
        return environment.get_template(name).render()
    except TemplateSyntaxError as error:
        place = Place(error.filename or error.name or name, error.lineno)
        problems.add(place, "template.syntax", _said(error.message))
    except TemplateNotFound as error:
        place = _place(error.__traceback__, paths) or Place(f"layouts/{name}")
        problems.add(place, "layout.missing", f'there is no template "{error.name}"')
    except UndefinedError as error:
        place = _place(error.__traceback__, paths) or Place(f"layouts/{name}")
        problems.add(place, "template.undefined", _said(error.message))
    except SecurityError as error:
        place = _place(error.__traceback__, paths) or Place(f"layouts/{name}")
        problems.add(place, "template.unsafe", _said(error.message))
    except (TemplateError, *_FAULTS) as error:
        found = _place(error.__traceback__, paths)
        if found is None:
            raise
        problems.add(found, "template.syntax", _said(str(error)))
    return None


def _said(message: str | None) -> str:
    """Give Jinja2's words in our manner: no capital, no full stop, double quotes."""
    text = (message or "the template fails").strip().rstrip(".").replace("'", '"')
    return text[:1].lower() + text[1:]


def _place(trace: TracebackType | None, paths: set[str]) -> Place | None:
    """Give the innermost line of a template in a traceback."""
    frames = [frame for frame in traceback.extract_tb(trace) if frame.filename in paths]
    return Place(frames[-1].filename, frames[-1].lineno or 1) if frames else None
