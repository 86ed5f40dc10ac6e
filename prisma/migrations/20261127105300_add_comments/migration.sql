-- CreateTable
CREATE TABLE "comments" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "entity" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "thread_id" UUID,
    "writer_id" UUID NOT NULL,
    "text" TEXT,
    "text_doc" JSONB,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by_id" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comment_edits" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "comment_id" UUID NOT NULL,
    "text" TEXT,
    "text_doc" JSONB,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_edits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comment_reactions" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "comment_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comment_reactions_pkey" PRIMARY KEY ("tenant_id","comment_id","member_id","kind")
);

-- CreateIndex
CREATE INDEX "comments_tenant_id_record_id_created_at_id_idx" ON "comments"("tenant_id", "record_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "comments_tenant_id_thread_id_created_at_id_idx" ON "comments"("tenant_id", "thread_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "comments_tenant_id_writer_id_idx" ON "comments"("tenant_id", "writer_id");

-- CreateIndex
CREATE INDEX "comments_tenant_id_deleted_by_id_idx" ON "comments"("tenant_id", "deleted_by_id");

-- CreateIndex
CREATE INDEX "comments_tenant_id_resolved_by_id_idx" ON "comments"("tenant_id", "resolved_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "comments_tenant_id_id_key" ON "comments"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "comment_edits_tenant_id_comment_id_replaced_at_id_idx" ON "comment_edits"("tenant_id", "comment_id", "replaced_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "comment_edits_tenant_id_id_key" ON "comment_edits"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "comment_reactions_tenant_id_member_id_idx" ON "comment_reactions"("tenant_id", "member_id");

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_thread_id_fkey" FOREIGN KEY ("tenant_id", "thread_id") REFERENCES "comments"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_writer_id_fkey" FOREIGN KEY ("tenant_id", "writer_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_deleted_by_id_fkey" FOREIGN KEY ("tenant_id", "deleted_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_tenant_id_resolved_by_id_fkey" FOREIGN KEY ("tenant_id", "resolved_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_edits" ADD CONSTRAINT "comment_edits_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_edits" ADD CONSTRAINT "comment_edits_tenant_id_comment_id_fkey" FOREIGN KEY ("tenant_id", "comment_id") REFERENCES "comments"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_reactions" ADD CONSTRAINT "comment_reactions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_reactions" ADD CONSTRAINT "comment_reactions_tenant_id_comment_id_fkey" FOREIGN KEY ("tenant_id", "comment_id") REFERENCES "comments"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_reactions" ADD CONSTRAINT "comment_reactions_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A deleted comment has no text left, and only the first comment of a thread is resolved.
ALTER TABLE "comments" ADD CONSTRAINT "comments_deleted_check" CHECK ("deleted_at" IS NULL OR ("text" IS NULL AND "text_doc" IS NULL));
ALTER TABLE "comments" ADD CONSTRAINT "comments_resolved_check" CHECK ("resolved_at" IS NULL OR "thread_id" IS NULL);
