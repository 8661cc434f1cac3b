"""The command `studyguide` and its verbs."""

import click

from studyguide import __version__
from studyguide.cli.build import build_command
from studyguide.cli.course import check_command, clean_command, list_command
from studyguide.cli.outcome import examples
from studyguide.cli.project import doctor_command, new_command, schema_command
from studyguide.problems import did_you_mean


class _Verbs(click.Group):
    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; name the nearest one where there is none of that name."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            hint = did_you_mean(name, list(self.commands))
            raise click.UsageError(f'there is no verb "{name}"\nhint: {hint}', ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog=examples(
        "studyguide new my-course --example",
        "studyguide check",
        "studyguide build lesson --lesson famine --paper a4",
    ),
)
@click.version_option(__version__, prog_name="studyguide", message="%(prog)s %(version)s")
def main() -> None:
    """Make printed study guides from a course of Markdown and YAML files.

    Every verb works on the course of the folder you stand in, or of a folder above it.
    """


for _command in (
    new_command,
    build_command,
    check_command,
    list_command,
    clean_command,
    doctor_command,
    schema_command,
):
    main.add_command(_command)


def run() -> None:
    """Run the command, under its own name however it was started."""
    main(prog_name="studyguide")
