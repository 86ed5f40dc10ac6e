-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "next_activity" JSONB,
ADD COLUMN     "next_at" TIMESTAMPTZ(3),
ADD COLUMN     "next_line_at" TIMESTAMPTZ(3),
ADD COLUMN     "next_on" DATE,
ADD COLUMN     "next_owner_id" UUID,
ADD COLUMN     "next_step" TEXT,
ADD COLUMN     "next_step_on" DATE,
ADD COLUMN     "next_step_owner_id" UUID,
ADD COLUMN     "next_title" TEXT;

-- AlterTable
ALTER TABLE "opportunities" ADD COLUMN     "next_activity" JSONB,
ADD COLUMN     "next_at" TIMESTAMPTZ(3),
ADD COLUMN     "next_line_at" TIMESTAMPTZ(3),
ADD COLUMN     "next_on" DATE,
ADD COLUMN     "next_owner_id" UUID,
ADD COLUMN     "next_step" TEXT,
ADD COLUMN     "next_step_on" DATE,
ADD COLUMN     "next_step_owner_id" UUID,
ADD COLUMN     "next_title" TEXT;

-- CreateIndex
CREATE INDEX "contacts_tenant_id_next_at_id_idx" ON "contacts"("tenant_id", "next_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_next_at_id_idx" ON "opportunities"("tenant_id", "next_at", "id");

-- CreateIndex
CREATE INDEX "opportunities_tenant_id_next_step_on_id_idx" ON "opportunities"("tenant_id", "next_step_on", "id");

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_next_step_owner_id_fkey" FOREIGN KEY ("tenant_id", "next_step_owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_tenant_id_next_owner_id_fkey" FOREIGN KEY ("tenant_id", "next_owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_next_step_owner_id_fkey" FOREIGN KEY ("tenant_id", "next_step_owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_tenant_id_next_owner_id_fkey" FOREIGN KEY ("tenant_id", "next_owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "follow_up_settings" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "lifecycles" TEXT[],

    CONSTRAINT "follow_up_settings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "follow_up_settings_tenant_id_key" ON "follow_up_settings"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "follow_up_settings_tenant_id_id_key" ON "follow_up_settings"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "follow_up_settings" ADD CONSTRAINT "follow_up_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What waits for a next step, for each owner.
CREATE INDEX "opportunities_follow_up_idx" ON "opportunities" ("tenant_id", "owner_id", "next_at") WHERE "status" = 'open' AND "archived_at" IS NULL;
CREATE INDEX "contacts_follow_up_idx" ON "contacts" ("tenant_id", "owner_id", "next_at") WHERE "archived_at" IS NULL;
-- Members are looked up by them where one is deleted.
CREATE INDEX "contacts_next_step_owner_idx" ON "contacts" ("tenant_id", "next_step_owner_id") WHERE "next_step_owner_id" IS NOT NULL;
CREATE INDEX "contacts_next_owner_idx" ON "contacts" ("tenant_id", "next_owner_id") WHERE "next_owner_id" IS NOT NULL;
CREATE INDEX "opportunities_next_step_owner_idx" ON "opportunities" ("tenant_id", "next_step_owner_id") WHERE "next_step_owner_id" IS NOT NULL;
CREATE INDEX "opportunities_next_owner_idx" ON "opportunities" ("tenant_id", "next_owner_id") WHERE "next_owner_id" IS NOT NULL;

-- The activities that are planned already. Forced row-level security would hide every row from the owner.
ALTER TABLE "activities" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "record_links" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "contacts" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "opportunities" NO FORCE ROW LEVEL SECURITY;
CREATE TEMPORARY TABLE "planned" AS
  SELECT DISTINCT ON (l."tenant_id", l."to_id") l."tenant_id", l."to_id",
    jsonb_build_object('entity', 'activity', 'id', s."id", 'name', s."name", 'at', s."moment", 'on', CASE WHEN s."starts_at" IS NULL THEN s."due_on" END,
      'ownerId', s."owner_id", 'creatorId', s."creator_id", 'members', s."participants") AS "step",
    s."moment", s."name", s."owner_id", CASE WHEN s."starts_at" IS NULL THEN s."due_on" END AS "on"
  FROM "record_links" l
  JOIN (
    SELECT a.*, coalesce(a."starts_at", (a."due_on" + time '12:00') AT TIME ZONE 'UTC') AS "moment" FROM "activities" a
    WHERE a."status" IN ('planned', 'in_progress') AND a."archived_at" IS NULL
  ) s ON s."tenant_id" = l."tenant_id" AND s."id" = l."from_id" AND s."moment" IS NOT NULL
  WHERE l."field" = 'about'
  ORDER BY l."tenant_id", l."to_id", s."moment", s."id";
UPDATE "contacts" t SET "next_activity" = p."step", "next_at" = p."moment", "next_title" = p."name", "next_owner_id" = p."owner_id", "next_on" = p."on"
  FROM "planned" p WHERE t."tenant_id" = p."tenant_id" AND t."id" = p."to_id";
UPDATE "opportunities" t SET "next_activity" = p."step", "next_at" = p."moment", "next_title" = p."name", "next_owner_id" = p."owner_id", "next_on" = p."on"
  FROM "planned" p WHERE t."tenant_id" = p."tenant_id" AND t."id" = p."to_id";
DROP TABLE "planned";
