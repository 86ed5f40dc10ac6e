-- Nothing exports yet: what was granted, or given to a key, for it must not come alive with the feature.
-- Forced row-level security would hide every row from the owner.
ALTER TABLE "member_grants" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "api_keys" NO FORCE ROW LEVEL SECURITY;
DELETE FROM "member_grants" WHERE "permission" = 'record:export';
UPDATE "api_keys" SET "scopes" = array_remove("scopes", 'record:export') WHERE 'record:export' = ANY ("scopes");
ALTER TABLE "member_grants" FORCE ROW LEVEL SECURITY;
ALTER TABLE "api_keys" FORCE ROW LEVEL SECURITY;
