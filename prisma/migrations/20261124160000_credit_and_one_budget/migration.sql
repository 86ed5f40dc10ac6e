-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN "credit_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "pending_change" JSONB;

-- Of several budgets of one scope the newest stays in force: it is the one that somebody set last.
UPDATE "budgets" b SET "archived_at" = now()
WHERE b."archived_at" IS NULL AND EXISTS (
  SELECT 1 FROM "budgets" n
  WHERE n."tenant_id" = b."tenant_id" AND n."archived_at" IS NULL AND n."kind" = b."kind" AND n."scope" = b."scope"
    AND n."team_id" IS NOT DISTINCT FROM b."team_id" AND n."member_id" IS NOT DISTINCT FROM b."member_id"
    AND (n."created_at", n."id") > (b."created_at", b."id"));

-- CreateIndex
CREATE UNIQUE INDEX "budgets_one_in_force_key" ON "budgets" ("tenant_id", "kind", "scope", "team_id", "member_id")
NULLS NOT DISTINCT WHERE "archived_at" IS NULL;
