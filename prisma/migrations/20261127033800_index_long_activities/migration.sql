-- Activities that take longer than a day: a calendar finds those that began before its span.
CREATE INDEX CONCURRENTLY "activities_long_idx" ON "activities" ("tenant_id", "owner_id", "at", "id") WHERE "duration" > 1440 AND "archived_at" IS NULL;
