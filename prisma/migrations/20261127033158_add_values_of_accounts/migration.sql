-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "family_open_value" JSONB,
ADD COLUMN     "family_open_value_most" BIGINT,
ADD COLUMN     "family_won_value" JSONB,
ADD COLUMN     "family_won_value_most" BIGINT,
ADD COLUMN     "open_value" JSONB,
ADD COLUMN     "open_value_most" BIGINT,
ADD COLUMN     "won_value" JSONB,
ADD COLUMN     "won_value_most" BIGINT;

-- CreateIndex
CREATE INDEX "accounts_tenant_id_won_value_most_id_idx" ON "accounts"("tenant_id", "won_value_most", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_open_value_most_id_idx" ON "accounts"("tenant_id", "open_value_most", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_family_won_value_most_id_idx" ON "accounts"("tenant_id", "family_won_value_most", "id");

-- CreateIndex
CREATE INDEX "accounts_tenant_id_family_open_value_most_id_idx" ON "accounts"("tenant_id", "family_open_value_most", "id");

-- The values that there are already. Forced row-level security would hide every row from the owner.
ALTER TABLE "accounts" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "opportunities" NO FORCE ROW LEVEL SECURITY;
CREATE TEMPORARY TABLE "own_sums" AS
  SELECT "tenant_id", "account_id", "status", "currency", sum("amount_minor") AS "amount"
  FROM "opportunities"
  WHERE "account_id" IS NOT NULL AND "archived_at" IS NULL AND "amount_minor" IS NOT NULL AND "status" IN ('won', 'open')
  GROUP BY 1, 2, 3, 4;
CREATE TEMPORARY TABLE "values" AS
  WITH RECURSIVE "up" AS (
    SELECT DISTINCT a."tenant_id", a."id" AS "source", a."id", a."parent_id", a."archived_at"
    FROM "accounts" a JOIN "own_sums" s ON s."tenant_id" = a."tenant_id" AND s."account_id" = a."id"
    UNION
    SELECT a."tenant_id", u."source", a."id", a."parent_id", a."archived_at"
    FROM "up" u JOIN "accounts" a ON a."tenant_id" = u."tenant_id" AND a."id" = u."parent_id"
    WHERE u."archived_at" IS NULL
  ), "sums" AS (
    SELECT u."tenant_id", u."id", s."status", s."currency", sum(s."amount") AS "family",
      sum(s."amount") FILTER (WHERE u."source" = u."id") AS "own"
    FROM "up" u JOIN "own_sums" s ON s."tenant_id" = u."tenant_id" AND s."account_id" = u."source"
    GROUP BY 1, 2, 3, 4
  )
  SELECT "tenant_id", "id",
    jsonb_object_agg("currency", "own") FILTER (WHERE "status" = 'won' AND "own" <> 0) AS "won",
    max("own") FILTER (WHERE "status" = 'won' AND "own" <> 0) AS "won_most",
    jsonb_object_agg("currency", "own") FILTER (WHERE "status" = 'open' AND "own" <> 0) AS "open",
    max("own") FILTER (WHERE "status" = 'open' AND "own" <> 0) AS "open_most",
    jsonb_object_agg("currency", "family") FILTER (WHERE "status" = 'won' AND "family" <> 0) AS "family_won",
    max("family") FILTER (WHERE "status" = 'won' AND "family" <> 0) AS "family_won_most",
    jsonb_object_agg("currency", "family") FILTER (WHERE "status" = 'open' AND "family" <> 0) AS "family_open",
    max("family") FILTER (WHERE "status" = 'open' AND "family" <> 0) AS "family_open_most"
  FROM "sums" GROUP BY 1, 2;
-- Search reads none of these columns, and its triggers write for one workspace only.
ALTER TABLE "accounts" DISABLE TRIGGER USER;
UPDATE "accounts" a SET
  "won_value" = v."won", "won_value_most" = least(v."won_most", 999999999999999999),
  "open_value" = v."open", "open_value_most" = least(v."open_most", 999999999999999999),
  "family_won_value" = v."family_won", "family_won_value_most" = least(v."family_won_most", 999999999999999999),
  "family_open_value" = v."family_open", "family_open_value_most" = least(v."family_open_most", 999999999999999999)
  FROM "values" v WHERE a."tenant_id" = v."tenant_id" AND a."id" = v."id";
ALTER TABLE "accounts" ENABLE TRIGGER USER;
ALTER TABLE "accounts" FORCE ROW LEVEL SECURITY;
ALTER TABLE "opportunities" FORCE ROW LEVEL SECURITY;
DROP TABLE "values";
DROP TABLE "own_sums";
