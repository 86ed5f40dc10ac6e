-- Activities that are still to be done, in the order of the lists that show them: without it they are looked for among all that are over.
CREATE INDEX CONCURRENTLY "activities_open_idx" ON "activities" ("tenant_id", "at", "id") WHERE "status" IN ('planned', 'in_progress') AND "archived_at" IS NULL;
