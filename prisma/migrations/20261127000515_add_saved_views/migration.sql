-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "noun" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "team_id" UUID,
    "rank" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "view_defaults" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "noun" TEXT NOT NULL,
    "member_id" UUID,
    "role" TEXT,
    "view_id" UUID,
    "key" TEXT,

    CONSTRAINT "view_defaults_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "saved_views_tenant_id_noun_owner_id_rank_id_idx" ON "saved_views"("tenant_id", "noun", "owner_id", "rank", "id");

-- CreateIndex
CREATE INDEX "saved_views_tenant_id_owner_id_idx" ON "saved_views"("tenant_id", "owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_tenant_id_id_key" ON "saved_views"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "view_defaults_tenant_id_view_id_idx" ON "view_defaults"("tenant_id", "view_id");

-- CreateIndex
CREATE UNIQUE INDEX "view_defaults_tenant_id_id_key" ON "view_defaults"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "view_defaults_tenant_id_member_id_noun_key" ON "view_defaults"("tenant_id", "member_id", "noun");

-- CreateIndex
CREATE UNIQUE INDEX "view_defaults_tenant_id_role_noun_key" ON "view_defaults"("tenant_id", "role", "noun");

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "view_defaults" ADD CONSTRAINT "view_defaults_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "view_defaults" ADD CONSTRAINT "view_defaults_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "view_defaults" ADD CONSTRAINT "view_defaults_tenant_id_view_id_fkey" FOREIGN KEY ("tenant_id", "view_id") REFERENCES "saved_views"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Ranks are compared byte by byte.
ALTER TABLE "saved_views" ALTER COLUMN "rank" TYPE TEXT COLLATE "C";
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_scope_check" CHECK ("scope" IN ('private', 'team', 'workspace') AND ("scope" = 'team') = ("team_id" IS NOT NULL));
ALTER TABLE "view_defaults" ADD CONSTRAINT "view_defaults_check" CHECK (num_nonnulls("member_id", "role") = 1 AND num_nonnulls("view_id", "key") = 1);
