-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "deletion_asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "deletion_asked_by_id" UUID,
ADD COLUMN     "deletion_due_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "workspace_exports" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "asked_by_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "current" TEXT,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "size_bytes" BIGINT,
    "failure" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_exports_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "workspace_exports_tenant_id_created_at_id_idx" ON "workspace_exports"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "workspace_exports_tenant_id_asked_by_id_idx" ON "workspace_exports"("tenant_id", "asked_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_exports_tenant_id_id_key" ON "workspace_exports"("tenant_id", "id");

-- AddForeignKey
ALTER TABLE "workspace_exports" ADD CONSTRAINT "workspace_exports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workspace_exports" ADD CONSTRAINT "workspace_exports_tenant_id_asked_by_id_fkey" FOREIGN KEY ("tenant_id", "asked_by_id") REFERENCES "members"("tenant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "tenants" ADD CONSTRAINT "tenants_deletion_check" CHECK (("deletion_due_at" IS NULL) = ("deletion_asked_at" IS NULL));
ALTER TABLE "workspace_exports" ADD CONSTRAINT "workspace_exports_status_check"
  CHECK ("status" IN ('waiting', 'running', 'done', 'failed', 'expired'));

-- Acts of people that name a workspace: they are deleted with it.
CREATE INDEX "identity_events_of_workspace_idx" ON "identity_events" (("data" ->> 'tenantId')) WHERE "data" ? 'tenantId';

-- The tables of a workspace in an order in which they can be emptied: each stands before those that it points to.
create function purge_order() returns text[]
language plpgsql stable
set search_path = pg_catalog, public, pg_temp
as $$
declare
  waiting oid[];
  ready oid[];
  found text[] := '{}';
begin
  select array_agg(c.oid) into waiting from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace;
  while cardinality(waiting) > 0 loop
    select array_agg(t) into ready from unnest(waiting) t where not exists (
      select from pg_constraint f where f.contype = 'f' and f.confrelid = t and f.conrelid <> t and f.conrelid = any (waiting));
    if ready is null then
      raise exception 'tables of a workspace point to each other in a circle: %', waiting::regclass[];
    end if;
    found := found || array(select t::regclass::text from unnest(ready) t order by 1);
    waiting := array(select t from unnest(waiting) t where t <> all (ready));
  end loop;
  return found;
end
$$;

-- A workspace that is due, locked until the transaction ends; no row where it is gone already. Policies of the owner role
-- let only its rows through, by a setting that ends with the transaction.
create function purge_lock(tenant uuid) returns setof tenants
language plpgsql
set search_path = pg_catalog, public, pg_temp
as $$
declare
  one public.tenants;
begin
  perform set_config('app.purged_tenant', tenant::text, true);
  select * into one from public.tenants t where t.id = tenant for update;
  if one.id is null then return; end if;
  if one.deletion_due_at is null or one.deletion_due_at > now() then
    raise exception 'the deletion of workspace % is not due', tenant using errcode = 'object_not_in_prerequisite_state';
  end if;
  if one.status = 'suspended' then
    raise exception 'workspace % is suspended', tenant using errcode = 'object_not_in_prerequisite_state';
  end if;
  return next one;
end
$$;

-- Deletes about this many rows of a workspace that is due, and returns how many: 0 when nothing is left but its own row and
-- the runs of jobs, with their events. One of them does this work. It can be called again and again.
create function purge_tenant_rows(tenant uuid, most integer) returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  source text;
  pointed text;
  gone integer := 0;
  step integer;
begin
  perform public.purge_lock(tenant);
  if not found then return 0; end if;
  foreach source in array public.purge_order() loop
    continue when source = 'job_runs';
    -- Rows that others still point to wait: those of the same table, and events of runs.
    select coalesce(string_agg(format(' and not exists (select from %s p where %s)', f.conrelid::regclass, (
        select string_agg(format('p.%I = t.%I', x.attname, y.attname), ' and ')
        from unnest(f.conkey, f.confkey) k (own, theirs)
        join pg_attribute x on x.attrelid = f.conrelid and x.attnum = k.own
        join pg_attribute y on y.attrelid = f.confrelid and y.attnum = k.theirs)), ''), '')
      into pointed from pg_constraint f
      where f.contype = 'f' and f.confrelid = source::regclass
        and (f.conrelid = f.confrelid or f.conrelid = 'public.job_runs'::regclass);
    loop
      execute format('delete from %s where ctid = any (array(select t.ctid from %s t where t.tenant_id = $1 %s limit $2))',
        source, source, pointed) using tenant, most - gone;
      get diagnostics step = row_count;
      gone := gone + step;
      if gone >= most then return gone; end if;
      exit when step = 0;
    end loop;
  end loop;
  return gone;
end
$$;

-- Deletes a workspace that is due, with every row that belongs to it or names it, and leaves a line in the log of staff.
-- Refuses any other. False where there is none any more.
create function purge_tenant(tenant uuid) returns boolean
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  one public.tenants;
  source text;
begin
  select * into one from public.purge_lock(tenant);
  if one.id is null then return false; end if;
  foreach source in array public.purge_order() loop
    execute format('delete from %s where tenant_id = $1', source) using tenant;
  end loop;
  delete from public.identity_events e where e.data ? 'tenantId' and e.data ->> 'tenantId' = tenant::text;
  delete from public.tenants t where t.id = tenant;
  insert into public.staff_events (name, workspace_id, workspace_name, data)
    values ('workspace.deleted', one.id, one.name, jsonb_build_object('slug', one.slug, 'askedAt', one.deletion_asked_at,
      'dueAt', one.deletion_due_at, 'createdAt', one.created_at));
  return true;
end
$$;

revoke all on function purge_order(), purge_lock(uuid), purge_tenant_rows(uuid, integer), purge_tenant(uuid) from public;
