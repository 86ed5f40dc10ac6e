-- What a member has to do, the first of it first: activities that are still to be done, at a time or on a day.
CREATE INDEX "activities_agenda_idx" ON "activities" ("tenant_id", "owner_id", "at", "id")
  WHERE "status" IN ('planned', 'in_progress') AND "archived_at" IS NULL AND ("starts_at" IS NOT NULL OR "due_on" IS NOT NULL);

-- The opportunities of a member that are to close, the first of them first.
CREATE INDEX "opportunities_agenda_idx" ON "opportunities" ("tenant_id", "owner_id", "expected_close_date", "id")
  WHERE "status" = 'open' AND "archived_at" IS NULL;

-- The written next steps of a member, by day. Under row-level security PostgreSQL uses no index of a coalesce.
CREATE INDEX "opportunities_next_step_idx" ON "opportunities" ("tenant_id", (case when "next_step_owner_id" is null then "owner_id" else "next_step_owner_id" end), "next_step_on", "id")
  WHERE "next_step" IS NOT NULL AND "status" = 'open' AND "archived_at" IS NULL;
CREATE INDEX "contacts_next_step_idx" ON "contacts" ("tenant_id", (case when "next_step_owner_id" is null then "owner_id" else "next_step_owner_id" end), "next_step_on", "id")
  WHERE "next_step" IS NOT NULL AND "archived_at" IS NULL;
