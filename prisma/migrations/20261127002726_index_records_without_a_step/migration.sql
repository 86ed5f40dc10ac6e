-- The records without a dated next step, those that nobody touched for the longest time first: a page of everybody's follow-up list.
CREATE INDEX "opportunities_without_step_idx" ON "opportunities" ("tenant_id", (case when "touched_at" is null then "created_at" else "touched_at" end), "id")
  WHERE "status" = 'open' AND "archived_at" IS NULL AND "next_at" IS NULL;
CREATE INDEX "contacts_without_step_idx" ON "contacts" ("tenant_id", (case when "last_contacted_at" is null then "created_at" else "last_contacted_at" end), "id")
  WHERE "archived_at" IS NULL AND "next_at" IS NULL;

-- Those with a next step that nobody has to do.
CREATE INDEX "opportunities_step_of_nobody_idx" ON "opportunities" ("tenant_id", (case when "touched_at" is null then "created_at" else "touched_at" end), "id")
  WHERE "status" = 'open' AND "archived_at" IS NULL AND "next_at" IS NOT NULL AND "next_owner_id" IS NULL;
CREATE INDEX "contacts_step_of_nobody_idx" ON "contacts" ("tenant_id", (case when "last_contacted_at" is null then "created_at" else "last_contacted_at" end), "id")
  WHERE "archived_at" IS NULL AND "next_at" IS NOT NULL AND "next_owner_id" IS NULL;
