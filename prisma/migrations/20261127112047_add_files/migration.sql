-- CreateTable
CREATE TABLE "files" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'attachment',
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_versions" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "file_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "current" BOOLEAN NOT NULL,
    "size" BIGINT NOT NULL,
    "content_type" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "thumbnail_key" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "file_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_uploads" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'attachment',
    "file_id" UUID,
    "name" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "storage_key" TEXT NOT NULL,
    "storage_id" TEXT,
    "result_id" UUID,
    "leased_until" TIMESTAMPTZ(3),
    "by_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "file_uploads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_upload_parts" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "upload_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "tag" TEXT NOT NULL,

    CONSTRAINT "file_upload_parts_pkey" PRIMARY KEY ("tenant_id","upload_id","number")
);

-- CreateTable
CREATE TABLE "stored_deletions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "key" TEXT NOT NULL,
    "storage_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_deletions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_usage" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "file_usage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "files_tenant_id_record_id_id_idx" ON "files"("tenant_id", "record_id", "id");

-- CreateIndex
CREATE INDEX "files_tenant_id_by_id_idx" ON "files"("tenant_id", "by_id");

-- CreateIndex
CREATE UNIQUE INDEX "files_tenant_id_id_key" ON "files"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "file_versions_tenant_id_by_id_idx" ON "file_versions"("tenant_id", "by_id");

-- CreateIndex
CREATE UNIQUE INDEX "file_versions_tenant_id_id_key" ON "file_versions"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "file_versions_tenant_id_file_id_number_key" ON "file_versions"("tenant_id", "file_id", "number");

-- CreateIndex
CREATE INDEX "file_uploads_tenant_id_by_id_id_idx" ON "file_uploads"("tenant_id", "by_id", "id");

-- CreateIndex
CREATE INDEX "file_uploads_tenant_id_record_id_idx" ON "file_uploads"("tenant_id", "record_id");

-- CreateIndex
CREATE INDEX "file_uploads_tenant_id_file_id_idx" ON "file_uploads"("tenant_id", "file_id");

-- CreateIndex
CREATE INDEX "file_uploads_tenant_id_expires_at_idx" ON "file_uploads"("tenant_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "file_uploads_tenant_id_id_key" ON "file_uploads"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "stored_deletions_tenant_id_due_at_idx" ON "stored_deletions"("tenant_id", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "stored_deletions_tenant_id_id_key" ON "stored_deletions"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "file_usage_tenant_id_id_key" ON "file_usage"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "file_usage_tenant_id_key" ON "file_usage"("tenant_id");

-- AddForeignKey
ALTER TABLE "files" ADD CONSTRAINT "files_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "files" ADD CONSTRAINT "files_tenant_id_by_id_fkey" FOREIGN KEY ("tenant_id", "by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_versions" ADD CONSTRAINT "file_versions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_versions" ADD CONSTRAINT "file_versions_tenant_id_file_id_fkey" FOREIGN KEY ("tenant_id", "file_id") REFERENCES "files"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_versions" ADD CONSTRAINT "file_versions_tenant_id_by_id_fkey" FOREIGN KEY ("tenant_id", "by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_uploads" ADD CONSTRAINT "file_uploads_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_uploads" ADD CONSTRAINT "file_uploads_tenant_id_file_id_fkey" FOREIGN KEY ("tenant_id", "file_id") REFERENCES "files"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_uploads" ADD CONSTRAINT "file_uploads_tenant_id_by_id_fkey" FOREIGN KEY ("tenant_id", "by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_upload_parts" ADD CONSTRAINT "file_upload_parts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_upload_parts" ADD CONSTRAINT "file_upload_parts_tenant_id_upload_id_fkey" FOREIGN KEY ("tenant_id", "upload_id") REFERENCES "file_uploads"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stored_deletions" ADD CONSTRAINT "stored_deletions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_usage" ADD CONSTRAINT "file_usage_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One picture of a record or member.
CREATE UNIQUE INDEX "files_picture" ON "files"("tenant_id", "record_id") WHERE purpose = 'picture' AND removed_at IS NULL;

-- Files that a job deletes for good.
CREATE INDEX "files_removed" ON "files"("tenant_id", "removed_at") WHERE removed_at IS NOT NULL;
