"""Lets `python -m studyguide` do what the command `studyguide` does."""

from studyguide.cli import run

if __name__ == "__main__":
    run()
