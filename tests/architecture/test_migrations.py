"""What the migrations make is what the models say, on both databases."""

from __future__ import annotations

from alembic import command

from backstory.kernel.health import alembic


def test_the_models_want_nothing_that_the_migrations_have_not_made(database_url):
    command.check(alembic(database_url))
