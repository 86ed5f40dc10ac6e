-- The options of built-in choices that workspaces change.
CREATE TABLE "option_lists" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "option_lists_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "option_lists_tenant_id_id_key" ON "option_lists"("tenant_id", "id");
CREATE UNIQUE INDEX "option_lists_tenant_id_name_key" ON "option_lists"("tenant_id", "name");
ALTER TABLE "option_lists" ADD CONSTRAINT "option_lists_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Workspaces have types of their own.
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_type_check";
