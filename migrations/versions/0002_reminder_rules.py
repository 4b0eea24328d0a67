"""reminder rules: kinds, a patient's settings, how devices fare"""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_TREATMENT = sa.text("kind = 'treatment' AND deleted_at IS NULL")
_ON = sa.text("cancelled_at IS NULL")

# Phones used to tell a zone only with their rule; from here on it is the patient's, and quiet hours are judged by it.
_OWN = "FROM reminder WHERE reminder.patient_id = patient.id AND reminder.kind = 'checkin' AND reminder.ended_at IS NULL"
_ZONES = f"UPDATE patient SET zone = (SELECT zone {_OWN} ORDER BY made_at LIMIT 1) WHERE EXISTS (SELECT 1 {_OWN})"  # noqa: S608  # fixed words


def upgrade() -> None:
    _add(
        "reminder",
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("before_minutes", sa.Integer(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
    )
    _add("reminder_slot", sa.Column("about_id", sa.Uuid(), nullable=True))
    _add(
        "push_subscription",
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unshown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_failure", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    )
    op.create_table(
        "reminder_settings",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("quiet_from", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("quiet_to", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("follow_up_minutes", sa.Integer(), nullable=True),
        sa.Column("follow_zone", sa.Boolean(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("email_code_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("email_code_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email_code_tries", sa.Integer(), nullable=False),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_token_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("calendar_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_reminder_settings_patient_id")),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_reminder_settings")),
        sa.UniqueConstraint("calendar_token_hash", name=op.f("uq_reminder_settings_calendar_token_hash")),
    )
    op.create_table(
        "push_tally",
        sa.Column("host", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", "outcome", name=op.f("pk_push_tally")),
    )
    op.create_index("ix_entry_treatments", "entry", ["occurred_at"], unique=False, sqlite_where=_TREATMENT, postgresql_where=_TREATMENT)
    op.create_index("ix_appointment_starts", "appointment", ["starts_at"], unique=False, sqlite_where=_ON, postgresql_where=_ON)
    op.execute(_ZONES)


def _add(table: str, *columns: sa.Column) -> None:
    for column in columns:
        op.add_column(table, column)
