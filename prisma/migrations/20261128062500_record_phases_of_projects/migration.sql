-- The stays of projects in their phases so far, from the events of their steps; from now on triggers write them. Forced row-level
-- security would hide every row from the owner.
ALTER TABLE "projects" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "events" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "record_stays" NO FORCE ROW LEVEL SECURITY;
WITH "moves" AS (
  SELECT p."tenant_id", p."id", e."before" ->> 'phase' AS "from", e."after" ->> 'phase' AS "to",
    e."after" ->> 'phaseReason' AS "reason", e."at",
    lead(e."at") OVER (PARTITION BY p."id" ORDER BY e."at", e."id") AS "left_at",
    row_number() OVER (PARTITION BY p."id" ORDER BY e."at", e."id") AS "place"
  FROM "projects" p JOIN "events" e ON e."tenant_id" = p."tenant_id" AND e."entity" = 'project' AND e."entity_id" = p."id"
  WHERE e."before" ? 'phase' AND e."after" ? 'phase'
), "stays" AS (
  SELECT p."tenant_id", p."id", coalesce(m."from", p."phase") AS "value", p."created_at" AS "entered_at", m."at" AS "left_at", NULL AS "reason"
  FROM "projects" p LEFT JOIN "moves" m ON m."tenant_id" = p."tenant_id" AND m."id" = p."id" AND m."place" = 1
  UNION ALL
  SELECT "tenant_id", "id", "to", "at", "left_at", "reason" FROM "moves"
)
INSERT INTO "record_stays" ("tenant_id", "entity", "record_id", "field", "value", "entered_at", "left_at", "reason")
  SELECT "tenant_id", 'project', "id", 'phase', "value", "entered_at", "left_at", "reason" FROM "stays";
ALTER TABLE "record_stays" FORCE ROW LEVEL SECURITY;
ALTER TABLE "events" FORCE ROW LEVEL SECURITY;
ALTER TABLE "projects" FORCE ROW LEVEL SECURITY;
