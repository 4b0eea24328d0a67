"""Runs migrations over the URL that the caller put into the configuration, or over a connection it hands in."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import backstory.accounts.models
import backstory.entries.models
import backstory.kernel.installation
import backstory.plans.models
import backstory.reminders.models
import backstory.sharing.models
from backstory.kernel.db import Database, Instant, Json


def render_item(kind, item, autogen_context):
    """Our own column types as plain ones: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and item is Json:
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=True,  # SQLite can, whatever Alembic thinks: all migrations of an upgrade or none
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database(context.config.get_main_option("sqlalchemy.url"))
    with database.engine.connect() as opened:
        run(opened)
        opened.commit()
    database.engine.dispose()
