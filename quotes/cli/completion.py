"""The command ``quotes completion``: the script that teaches a shell to complete our commands."""

from __future__ import annotations

import click

from quotes.cli.group import main
from quotes.cli.output import write_output

__all__ = ["completion"]

SHELLS = ("bash", "zsh", "fish", "powershell")


@main.command(
    examples="""
        quotes completion bash > quotes.bash       # then in ~/.bashrc: source PATH/TO/quotes.bash
        quotes completion zsh > _quotes            # in a folder of $fpath, before compinit runs in ~/.zshrc
        quotes completion fish > quotes.fish       # in ~/.config/fish/completions
        quotes completion powershell > quotes.ps1  # then in the file that $PROFILE names: . PATH/TO/quotes.ps1
    """
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script with which a shell completes commands, options, forms, styles and files.

    Put it where your shell looks (see the examples) and open a new one. The script asks quotes itself what fits, so it
    need not be written anew when quotes is. Bash must be 4.4 or later, PowerShell 5.1 or later.
    """
    from click.shell_completion import get_completion_class

    made_by = get_completion_class(shell)
    if made_by is None:  # pragma: no cover - click has had all four since 8.5
        raise click.UsageError(f"This click has no completion for {shell}: pip install 'click>=8.5'.")
    write_output(None, made_by(main, {}, "quotes", "_QUOTES_COMPLETE").source())
