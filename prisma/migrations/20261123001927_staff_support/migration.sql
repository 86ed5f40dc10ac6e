-- CreateTable
CREATE TABLE "staff" (
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "suspended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "staff_events" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "staff_id" UUID,
    "staff_name" TEXT NOT NULL DEFAULT '',
    "workspace_id" UUID,
    "workspace_name" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "address" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "support_access" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "mode" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "write" BOOLEAN NOT NULL DEFAULT false,
    "set_by_id" UUID,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "support_access_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "support_sessions" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "staff_id" UUID NOT NULL,
    "staff_name" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "ticket" TEXT NOT NULL,
    "write" BOOLEAN NOT NULL,
    "minutes" INTEGER NOT NULL,
    "by_window" BOOLEAN NOT NULL DEFAULT false,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by_id" UUID,
    "allowed_at" TIMESTAMPTZ(3),
    "refused_at" TIMESTAMPTZ(3),
    "session_id" UUID,
    "started_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "end_told_at" TIMESTAMPTZ(3),

    CONSTRAINT "support_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "staff_events_at_id_idx" ON "staff_events"("at", "id");

-- CreateIndex
CREATE INDEX "staff_events_workspace_id_at_idx" ON "staff_events"("workspace_id", "at");

-- CreateIndex
CREATE INDEX "staff_events_staff_id_at_idx" ON "staff_events"("staff_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "support_access_tenant_id_key" ON "support_access"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "support_access_tenant_id_id_key" ON "support_access"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "support_sessions_tenant_id_asked_at_id_idx" ON "support_sessions"("tenant_id", "asked_at", "id");

-- CreateIndex
CREATE INDEX "support_sessions_tenant_id_decided_by_id_idx" ON "support_sessions"("tenant_id", "decided_by_id");

-- CreateIndex
CREATE INDEX "support_sessions_tenant_id_member_id_idx" ON "support_sessions"("tenant_id", "member_id");

-- CreateIndex
CREATE INDEX "support_sessions_staff_id_asked_at_idx" ON "support_sessions"("staff_id", "asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "support_sessions_tenant_id_id_key" ON "support_sessions"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_access" ADD CONSTRAINT "support_access_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_access" ADD CONSTRAINT "support_access_tenant_id_set_by_id_fkey" FOREIGN KEY ("tenant_id", "set_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_tenant_id_member_id_fkey" FOREIGN KEY ("tenant_id", "member_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_tenant_id_decided_by_id_fkey" FOREIGN KEY ("tenant_id", "decided_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Open sessions of support, and those that owners and admins are still to be told of.
CREATE INDEX "support_sessions_open_idx" ON "support_sessions"("tenant_id", "session_id") WHERE "ended_at" IS NULL;
CREATE INDEX "support_sessions_untold_idx" ON "support_sessions"("tenant_id", "id") WHERE "started_at" IS NOT NULL AND "end_told_at" IS NULL;

-- Acts of support sessions, for their transcripts.
CREATE INDEX "events_of_support_idx" ON "events"("tenant_id", "impersonator_id", "id") WHERE "impersonator_id" IS NOT NULL;

ALTER TABLE "staff" ADD CONSTRAINT "staff_role_check" CHECK ("role" IN ('support', 'operator'));
ALTER TABLE "support_access" ADD CONSTRAINT "support_access_mode_check"
  CHECK ("mode" IN ('never', 'ask', 'until') AND ("mode" = 'until') = ("ends_at" IS NOT NULL));
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_minutes_check" CHECK ("minutes" BETWEEN 1 AND 60);
ALTER TABLE "support_sessions" ADD CONSTRAINT "support_sessions_time_check"
  CHECK ("expires_at" <= "started_at" + interval '60 minutes');

-- Staff have no right in any workspace: nobody is both. The app role may not read who is staff, so this asks for it.
create function is_staff(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from public.staff where user_id = person)
$$;
revoke all on function is_staff(uuid) from public;
create function members_are_no_staff() returns trigger
language plpgsql as $$
begin
  if new.user_id is not null and public.is_staff(new.user_id) then
    raise exception 'A staff account cannot be a member of a workspace.' using errcode = 'TL001';
  end if;
  return new;
end
$$;
create trigger members_are_no_staff before insert or update of user_id on members
  for each row execute function members_are_no_staff();
create function staff_are_no_members() returns trigger
language plpgsql as $$
begin
  if exists (select from public.members where user_id = new.user_id) then
    raise exception 'A member of a workspace cannot be staff.' using errcode = 'TL001';
  end if;
  return new;
end
$$;
create trigger staff_are_no_members before insert on staff
  for each row execute function staff_are_no_members();

-- Whatever a support session rests on, its end is the end of the session: the workspace, its member, the account of the
-- staff and their sign-in.
create function support_ends_with_tenant() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'suspended'
    where tenant_id = new.id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_tenant after update of status on tenants
  for each row when (new.status <> 'active') execute function support_ends_with_tenant();
create function support_ends_with_member() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'member'
    where tenant_id = new.tenant_id and member_id = new.id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_member after update of status on members
  for each row when (new.status <> 'active') execute function support_ends_with_member();
create function support_ends_with_staff() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'staff'
    where staff_id = old.user_id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_staff after update of suspended_at or delete on staff
  for each row execute function support_ends_with_staff();
create function support_ends_with_session() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'signedOut'
    where session_id = old.id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_session after update of revoked_at or delete on sessions
  for each row execute function support_ends_with_session();
CREATE INDEX "support_sessions_of_session_idx" ON "support_sessions"("session_id") WHERE "session_id" IS NOT NULL;
