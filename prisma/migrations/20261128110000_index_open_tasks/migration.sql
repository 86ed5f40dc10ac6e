-- What a member has to do for projects, the first of it first.
CREATE INDEX "tasks_agenda_idx" ON "tasks" ("tenant_id", "owner_id", "due_on", "id")
  WHERE "completed_at" IS NULL AND "archived_at" IS NULL;
