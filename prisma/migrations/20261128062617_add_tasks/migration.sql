-- AlterTable
ALTER TABLE "projects" ADD COLUMN     "task_number" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "workflow_id" UUID;

-- CreateTable
CREATE TABLE "task_statuses" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "category" TEXT NOT NULL DEFAULT 'todo',
    "color" TEXT NOT NULL DEFAULT 'gray',
    "position" INTEGER,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_statuses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "key" TEXT,
    "number" INTEGER,
    "rank" TEXT,
    "project_id" UUID NOT NULL,
    "parent_id" UUID,
    "status_id" UUID,
    "owner_id" UUID,
    "others" JSONB,
    "others_key" TEXT,
    "priority" TEXT NOT NULL DEFAULT 'normal',
    "starts_on" DATE,
    "due_on" DATE,
    "estimate" INTEGER,
    "duration" INTEGER,
    "percent" INTEGER,
    "limit_kind" TEXT NOT NULL DEFAULT 'none',
    "limit_at" TIMESTAMPTZ(3),
    "deadline" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "billable" BOOLEAN NOT NULL DEFAULT true,
    "kind" TEXT NOT NULL DEFAULT 'task',
    "description" TEXT,
    "description_doc" JSONB,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_items" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "task_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "done" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL,

    CONSTRAINT "task_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workflows" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "description" TEXT,
    "color" TEXT NOT NULL DEFAULT 'gray',
    "position" INTEGER,
    "external_id" TEXT,
    "external_source" TEXT,
    "import_id" UUID,
    "custom" JSONB,
    "custom_keys" JSONB,
    "custom_shape" UUID,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workflow_steps" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "workflow_id" UUID NOT NULL,
    "status_id" UUID NOT NULL,
    "note" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "workflow_steps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workflow_transitions" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "workflow_id" UUID NOT NULL,
    "from_id" UUID,
    "to_id" UUID NOT NULL,
    "who" TEXT NOT NULL DEFAULT 'anyone',
    "checklist_done" BOOLEAN NOT NULL DEFAULT false,
    "filled" TEXT,

    CONSTRAINT "workflow_transitions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_name_key_id_idx" ON "task_statuses"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_created_at_id_idx" ON "task_statuses"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_updated_at_id_idx" ON "task_statuses"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_custom_shape_idx" ON "task_statuses"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "task_statuses_tenant_id_position_id_idx" ON "task_statuses"("tenant_id", "position", "id");

-- CreateIndex
CREATE UNIQUE INDEX "task_statuses_tenant_id_id_key" ON "task_statuses"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "task_statuses_tenant_id_external_id_key" ON "task_statuses"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_name_key_id_idx" ON "tasks"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_created_at_id_idx" ON "tasks"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_updated_at_id_idx" ON "tasks"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_custom_shape_idx" ON "tasks"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_project_id_name_key_id_idx" ON "tasks"("tenant_id", "project_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_parent_id_name_key_id_idx" ON "tasks"("tenant_id", "parent_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_status_id_name_key_id_idx" ON "tasks"("tenant_id", "status_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_owner_id_name_key_id_idx" ON "tasks"("tenant_id", "owner_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_number_id_idx" ON "tasks"("tenant_id", "number", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_rank_id_idx" ON "tasks"("tenant_id", "rank", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_project_id_rank_id_idx" ON "tasks"("tenant_id", "project_id", "rank", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_project_id_number_id_idx" ON "tasks"("tenant_id", "project_id", "number", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_starts_on_id_idx" ON "tasks"("tenant_id", "starts_on", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_due_on_id_idx" ON "tasks"("tenant_id", "due_on", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_estimate_id_idx" ON "tasks"("tenant_id", "estimate", "id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_completed_at_id_idx" ON "tasks"("tenant_id", "completed_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_tenant_id_id_key" ON "tasks"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_tenant_id_key_key" ON "tasks"("tenant_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_tenant_id_external_id_key" ON "tasks"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE INDEX "task_items_tenant_id_task_id_position_idx" ON "task_items"("tenant_id", "task_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "task_items_tenant_id_id_key" ON "task_items"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_name_key_id_idx" ON "workflows"("tenant_id", "name_key", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_created_at_id_idx" ON "workflows"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_updated_at_id_idx" ON "workflows"("tenant_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_custom_shape_idx" ON "workflows"("tenant_id", "custom_shape");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_position_id_idx" ON "workflows"("tenant_id", "position", "id");

-- CreateIndex
CREATE UNIQUE INDEX "workflows_tenant_id_id_key" ON "workflows"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "workflows_tenant_id_external_id_key" ON "workflows"("tenant_id", "external_id", "external_source");

-- CreateIndex
CREATE INDEX "workflow_steps_tenant_id_workflow_id_position_idx" ON "workflow_steps"("tenant_id", "workflow_id", "position");

-- CreateIndex
CREATE INDEX "workflow_steps_tenant_id_status_id_idx" ON "workflow_steps"("tenant_id", "status_id");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_steps_tenant_id_id_key" ON "workflow_steps"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "workflow_transitions_tenant_id_workflow_id_idx" ON "workflow_transitions"("tenant_id", "workflow_id");

-- CreateIndex
CREATE INDEX "workflow_transitions_tenant_id_from_id_idx" ON "workflow_transitions"("tenant_id", "from_id");

-- CreateIndex
CREATE INDEX "workflow_transitions_tenant_id_to_id_idx" ON "workflow_transitions"("tenant_id", "to_id");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_transitions_tenant_id_id_key" ON "workflow_transitions"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "projects_tenant_id_workflow_id_name_key_id_idx" ON "projects"("tenant_id", "workflow_id", "name_key", "id");

-- AddForeignKey
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_workflow_id_fkey" FOREIGN KEY ("tenant_id", "workflow_id") REFERENCES "workflows"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_statuses" ADD CONSTRAINT "task_statuses_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "projects"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_parent_id_fkey" FOREIGN KEY ("tenant_id", "parent_id") REFERENCES "tasks"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_status_id_fkey" FOREIGN KEY ("tenant_id", "status_id") REFERENCES "task_statuses"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_items" ADD CONSTRAINT "task_items_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_items" ADD CONSTRAINT "task_items_tenant_id_task_id_fkey" FOREIGN KEY ("tenant_id", "task_id") REFERENCES "tasks"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflows" ADD CONSTRAINT "workflows_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_steps" ADD CONSTRAINT "workflow_steps_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_steps" ADD CONSTRAINT "workflow_steps_tenant_id_workflow_id_fkey" FOREIGN KEY ("tenant_id", "workflow_id") REFERENCES "workflows"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_steps" ADD CONSTRAINT "workflow_steps_tenant_id_status_id_fkey" FOREIGN KEY ("tenant_id", "status_id") REFERENCES "task_statuses"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_transitions" ADD CONSTRAINT "workflow_transitions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_transitions" ADD CONSTRAINT "workflow_transitions_tenant_id_workflow_id_fkey" FOREIGN KEY ("tenant_id", "workflow_id") REFERENCES "workflows"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_transitions" ADD CONSTRAINT "workflow_transitions_tenant_id_from_id_fkey" FOREIGN KEY ("tenant_id", "from_id") REFERENCES "task_statuses"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_transitions" ADD CONSTRAINT "workflow_transitions_tenant_id_to_id_fkey" FOREIGN KEY ("tenant_id", "to_id") REFERENCES "task_statuses"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Archived ones are found among themselves.
CREATE INDEX "task_statuses_archived_idx" ON "task_statuses" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
CREATE INDEX "workflows_archived_idx" ON "workflows" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;
CREATE INDEX "tasks_archived_idx" ON "tasks" ("tenant_id", "id") WHERE "archived_at" IS NOT NULL;

-- Ranks are compared by bytes.
ALTER TABLE "tasks" ALTER COLUMN "rank" TYPE TEXT COLLATE "C";
